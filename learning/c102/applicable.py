"""Which Articles set the level of benefit in a Part: 65, 66, 67 or 44, or none."""

from __future__ import annotations

from dataclasses import dataclass

from learning.c102.amounts import refuse
from learning.c102.branches import Branch, ProtectedClass, Standard


@dataclass(frozen=True, slots=True)
class Applicable:
    """The Articles on the level of benefit that hold in a Part, for one class of persons protected or for all.

    `articles` are numbers, empty where the Convention sets no level in money (medical care). Where 65 and 66 are both
    there, the law's own way to set the benefit decides which is used. `standards` are the Schedule's lines of the Part.
    """

    part: str
    protected: str
    articles: tuple[int, ...]
    standards: tuple[Standard, ...]

    @property
    def earnings_related(self) -> bool:
        """True when benefits that depend on earnings may be tested (Art. 65)."""
        return 65 in self.articles

    @property
    def flat_rate(self) -> bool:
        """True when flat rates and guaranteed minima may be tested (Art. 66)."""
        return 66 in self.articles

    @property
    def means_tested(self) -> bool:
        """True when benefits subject to a means test may be tested (Art. 67)."""
        return 67 in self.articles

    @property
    def total_value(self) -> bool:
        """True when the total value of family benefits is tested (Art. 44)."""
        return 44 in self.articles


def articles_of(branch: Branch) -> Applicable:
    """Return the Articles open to a Part over all its options. Source: C102 Art. 16, 22, 28, 36, 44, 50, 56, 62."""
    return Applicable(branch.part, "", branch.computation_articles, branch.standards)


def articles_for(branch: Branch, protected: str) -> Applicable:
    """Return the Articles for one class of persons protected, such as "15(c)".

    In Part VII, Art. 44 holds whichever option is used. Source: as `articles_of`. Raises Invalid "class-unknown".
    """
    option = protected_class(branch, protected)
    of_all_options = not any(each.computation for each in branch.persons_protected)
    articles = branch.computation_articles if of_all_options else option.computation
    return Applicable(branch.part, option.id, articles, branch.standards)


def protected_class(branch: Branch, protected: str) -> ProtectedClass:
    """Return an option of a branch by Article and letter, "15(c)". Raises Invalid "class-unknown"."""
    found = next((each for each in branch.persons_protected if each.id == protected), None)
    if found is None:
        known = ", ".join(each.id for each in branch.persons_protected)
        refuse("protected", "class-unknown", f'Part {branch.part} has no option "{protected}": use one of {known}')
    return found
