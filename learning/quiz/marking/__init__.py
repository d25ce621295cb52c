"""Marking: what only a person can judge. Trainers of a course mark by the question's rubric; every mark given stays."""
