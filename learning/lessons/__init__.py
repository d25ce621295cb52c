"""Lessons: text to read, with the place where one stopped and a note of one's own.

Words: lesson, visit (a page of it with what belongs to the reader), place, note. Touches courses, cohorts and progress.
"""
