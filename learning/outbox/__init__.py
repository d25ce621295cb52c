"""Work to be done after an act: rows written with the act they belong to, carried out by the worker.

The table is the truth and the queue. A row is claimed by a conditional change, so that two workers never
carry it out at once; what fails is tried again, later and later, and stays visible.
"""
