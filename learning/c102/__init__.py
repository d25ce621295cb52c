"""The law: ILO Convention No. 102, its Parts, Articles and figures, the glossary and the ratifications found so far.

Words: part, article, contingency, persons protected, standard beneficiary, qualifying period, duration, waiting period,
provision (one rule in our own words, with its Article), term, ratification. The facts are package data (`data/`), read
once; names and numbers of the Convention come from there. This room knows the kernel and the web tools, nothing else.
"""
