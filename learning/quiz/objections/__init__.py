"""Objections: what learners say who think that they were right, and what the trainers answer.

Its words: objection (open, agreed, declined), reply. A regrade of the question settles its open objections.
"""
