"""The ledger: who did what, when, how well; and what follows from it.

Words: fact (actor, verb, activity, moment, score), completed, passed, failed, completion, requirement, place. Facts are
only ever added, each once by its id; the record of a person in a course is folded from them and can be folded again.
Knows courses and cohorts; has never heard of what is earned by it.
"""
