"""Saving: answers in an open attempt, from any number of windows and devices. All that is typed is kept, one counts."""
