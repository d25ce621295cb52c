"""Grading a question again whose key was wrong: a preview, the regrade itself, and what its learners are told.

Its words: *method* (new key, best of both, full marks, drop), *pairing* (which answer of the text as asked is which of
the corrected one), *plan* (what a regrade would do), *notice* (what a learner is told). `methods` and `pairing` are
rules; a regrade is kept as a row and applies to every attempt whose text is that of its revision or older: at once to
those that are graded, at their closing or marking to the others.
"""
