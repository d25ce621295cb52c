"""Reviewing: practised questions come back shortly before they are likely forgotten; and how well one knows oneself.

Its words: review (one answer, or one passing over, in the log), card (how well a person knows a question: a fold over
the log), session (the questions of a day), confidence, calibration. Touches courses, cohorts, and the quiz for its
questions and for what was practised. Nobody below knows of it.
"""
