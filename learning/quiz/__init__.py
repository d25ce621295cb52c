"""Quizzes: questions asked in an activity, attempts at them, and what may be seen of the outcome.

Its words (after QTI 3): a *question* holds a prompt and an *interaction* (its kind: choose one, give a number …);
what a learner gives is a *response*, kept as given; grading it makes an *outcome*; an *attempt* is one go at the
questions drawn. `source` reads and writes `*.quiz.md`; `interactions/` holds one module per kind; the other rule
modules are `questions`, `grading`, `drawing`, `feedback`, `attempts`; what several kinds share is in `choices`,
`assigning` (an answer for each item) and `compound` (parts of other kinds). It may ask
`progress`, `courses` and all below.
"""
