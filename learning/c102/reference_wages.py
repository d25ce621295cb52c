"""The wages against which rates are tested: the skilled manual male employee and the ordinary adult male labourer.

Both are terms of the treaty of 1952 for two model wages; they say nothing about who is protected today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.amounts import (
    HUNDRED,
    Money,
    divided,
    not_negative,
    on_one_basis,
    positive,
    refuse,
    share,
    times,
    total,
)
from learning.c102.facts import Facts
from learning.c102.findings import Figure, Unit, money, percent

SKILLED = "Art. 65(6)"
LABOURER = "Art. 66(4)"
SKILLED_TOPIC = "skilled-manual-male-employee"
MINIMUM_WAGE = "minimum-wage"
"""The statutory minimum wage in place of the labourer's wage: a practice, not one of the treaty's two ways."""

LABOURER_WAYS = ("a", "b", MINIMUM_WAGE)


@dataclass(frozen=True, slots=True)
class SkilledPercentages:
    """The two figures of Art. 65(6): (c) the percentage of persons who earn no more, (d) of average earnings."""

    earning_no_more: Decimal
    of_average: Decimal


@dataclass(frozen=True, slots=True)
class ReferenceWage:
    """A wage for the test. `way` is the letter of the paragraph used, `reference` the provision with that letter.

    `interpretation` is not empty where the way rests on practice and not on the text.
    """

    wage: Money
    way: str
    reference: str
    steps: tuple[Figure, ...]
    interpretation: str = ""


@dataclass(frozen=True, slots=True)
class EarningsGroup:
    """Persons protected with the same earnings; `persons` is a whole number above zero."""

    earnings: Money
    persons: int = 1


def skilled_percentages(facts: Facts) -> SkilledPercentages:
    """Return the percentages of Art. 65(6)(c) and (d) as the fact base words them.

    Raises Invalid "figure-missing" when the words no longer hold exactly one percentage each.
    """
    rules = (rule for rule in facts.provisions["XI"] if rule.topic == SKILLED_TOPIC)
    ways = {item[1]: item for rule in rules for item in rule.items}
    return SkilledPercentages(_percentage(ways, "c"), _percentage(ways, "d"))


def typical_skilled_wage(wage: Money, way: str) -> ReferenceWage:
    """Take the wage of a fitter or turner (way "a") or of a person typical of skilled labour (way "b").

    The wage is the rate for normal hours fixed by collective agreement, law or custom, cost-of-living allowances
    included (Art. 65(9)); see `median_rate` for regional rates. Source: C102 Art. 65(6)(a), (b).
    Raises Invalid "way-unknown", "wage-zero".
    """
    if way not in ("a", "b"):
        refuse("way", "way-unknown", f'"{way}" is no way to take a wage as it is: use a or b')
    return _taken(wage, way, f"{SKILLED}({way})")


def wage_at_least_as_high(groups: Iterable[EarningsGroup], percentages: SkilledPercentages) -> ReferenceWage:
    """Return the lowest earnings that are at least those of 75 per cent of all persons protected.

    Definition: persons in order of earnings, the nearest rank, that of the first person with whom 75 per cent are
    reached; no interpolation, since the treaty speaks of a person's earnings. Earnings are annual or of a shorter
    period, on one basis. Source: C102 Art. 65(6)(c).
    Raises Invalid "no-persons", "basis-mixed", "persons-not-positive".
    """
    found = sorted(groups, key=lambda group: group.earnings.value)
    if not found:
        refuse("earnings", "no-persons", "there are no earnings: give those of the persons protected")
    on_one_basis(**{f"earnings-{place}": group.earnings for place, group in enumerate(found, start=1)})
    if any(group.persons < 1 for group in found):
        refuse("persons", "persons-not-positive", "a group has no persons: give at least one, or leave the group out")
    everybody = sum(group.persons for group in found)
    needed = times(percentages.earning_no_more, Decimal(everybody))  # in hundredths of a person, exact
    counted, wage = 0, found[-1].earnings
    for group in found:
        counted += group.persons
        if times(HUNDRED, Decimal(counted)) >= needed:
            wage = group.earnings
            break
    reference = f"{SKILLED}(c)"
    steps = (
        Figure("persons-protected", Decimal(everybody), Unit.PERSONS, reference),
        Figure("persons-earning-no-more", Decimal(counted), Unit.PERSONS, reference),
        percent("percent-earning-no-more", percentages.earning_no_more, reference),
    )
    return _taken(wage, "c", reference, steps)


def wage_from_average(average: Money, percentages: SkilledPercentages) -> ReferenceWage:
    """Return 125 per cent of the average earnings of all persons protected, exact.

    Source: C102 Art. 65(6)(d). Raises Invalid "earnings-zero".
    """
    positive(average.value, "average", "earnings")
    reference = f"{SKILLED}(d)"
    steps = (
        money("average-earnings", average, reference),
        percent("percent-of-average", percentages.of_average, reference),
    )
    wage = Money(share(percentages.of_average, average.value), average.basis, average.currency)
    return _taken(wage, "d", reference, steps)


def labourer_wage(wage: Money, way: str) -> ReferenceWage:
    """Take the wage of the ordinary adult male labourer.

    `way` is "a" (typical of unskilled labour in the manufacture of machinery other than electrical), "b" (chosen as
    Art. 66(5) says) or "minimum-wage" (often taken in its place; marked as practice). Source: C102 Art. 66(4), (7).
    Raises Invalid "way-unknown", "wage-zero".
    """
    if way not in LABOURER_WAYS:
        refuse("way", "way-unknown", f'"{way}" is no way to find this wage: use one of {", ".join(LABOURER_WAYS)}')
    if way == MINIMUM_WAGE:
        return _taken(wage, way, LABOURER, interpretation="minimum-wage-for-labourer")
    return _taken(wage, way, f"{LABOURER}({way})")


def typical_group(persons: Mapping[str, Mapping[str, int]]) -> tuple[str, str]:
    """Return division and major group from which the typical worker is chosen.

    `persons` counts the economically active men protected (or the breadwinners) by division and, in it, by major group:
    the largest major group within the largest division. The groups are those of ISIC 1948, annexed to the treaty, or as
    amended. Source: C102 Art. 65(7), 66(5). Raises Invalid "no-persons", and "group-tied": then the State chooses.
    """
    division = _largest({name: sum(groups.values()) for name, groups in persons.items()}, "division")
    return division, _largest(persons[division], "group")


def median_rate(rates: Iterable[Money]) -> Money:
    """Return the median of regional wage rates, where no person is chosen by region.

    Definition: the middle rate, or half the sum of the two middle ones. Source: C102 Art. 65(9), 66(7).
    Raises Invalid "no-rates", "basis-mixed", "currency-mixed".
    """
    found = sorted(rates, key=lambda rate: rate.value)
    if not found:
        refuse("rates", "no-rates", "there are no rates: give those of the regions")
    on_one_basis(**{f"rate-{place}": rate for place, rate in enumerate(found, start=1)})
    low, high = found[(len(found) - 1) // 2], found[len(found) // 2]
    return Money(divided(total(low.value, high.value), Decimal(2)), low.basis, low.currency)


def _taken(
    wage: Money, way: str, reference: str, before: tuple[Figure, ...] = (), interpretation: str = ""
) -> ReferenceWage:
    positive(wage.value, "wage", "wage")
    return ReferenceWage(wage, way, reference, (*before, money("reference-wage", wage, reference)), interpretation)


def _percentage(ways: Mapping[str, str], letter: str) -> Decimal:
    found = re.findall(r"(\d+(?:\.\d+)?) ?%", ways.get(letter, ""))
    if len(found) != 1:
        refuse(f"{SKILLED}({letter})", "figure-missing", "here one percentage is needed: write it as in 75%")
    return not_negative(Decimal(found[0]), letter, "percent")


def _largest(counts: Mapping[str, int], kind: str) -> str:
    most = max(counts.values(), default=0)
    if most < 1:
        refuse(kind, "no-persons", "nobody is counted here: give numbers above zero")
    names = [name for name, count in counts.items() if count == most]
    if len(names) > 1:
        refuse(kind, "group-tied", f"{' and '.join(names)} are equally large: choose one and say why")
    return names[0]
