"""People: who they are, which constituency they speak for, what they may do, and how they sign in.

Words: person, constituency, role, grant (a role in a scope), actor (a signed-in person as a plain value),
permission. Touches no other room. What trainers and administrators do for others is in `office`.
"""
