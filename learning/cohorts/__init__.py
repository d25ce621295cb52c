"""Who learns which course, when, with which trainers.

Words: cohort, enrolment, learner, trainer. Every course has one open, self-paced cohort, in which whoever is signed in
may enrol; cohorts with a schedule come beside it. Touches courses and people by their services.
"""
