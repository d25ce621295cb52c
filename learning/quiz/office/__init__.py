"""What trainers do for the learners of a quiz: extra time, and checking receipts."""
