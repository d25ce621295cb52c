"""How the questions of a course do their work, and what a course changes in what its learners know; reads, and writes
nothing but its own summaries.

Words: facility, discrimination, distractor, exposure, reliability, flag, gain. The first finished attempt of each
learner counts. Reads attempts and grades where the quiz keeps them (the one room that may), and the texts of courses.
"""
