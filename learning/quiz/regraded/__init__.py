"""What came of regrades: they count for attempts that are closed or marked later, and learners are told of them.

Below the quiz's own service, which asks it at closing; `regrading` decides and carries out.
"""
