"""How far a benefit may be suspended that is not needed as it stands: who is maintained, or paid twice (Art. 69).

Of the ten grounds these two have a measure. Amounts are for one period and in one currency.
"""

from __future__ import annotations

from decimal import Decimal

from learning.c102.amounts import ZERO, not_negative, total


def dependants_part(benefit: Decimal, maintenance: Decimal) -> Decimal:
    """Return the part of a benefit that goes to the dependants while public funds or social security maintain a person.

    It is what the benefit exceeds the value of the `maintenance` by; zero when it does not. Exact.
    Source: C102 Art. 69(b). Raises Invalid: "amount-negative" and the like.
    """
    not_negative(maintenance, "maintenance")
    return max(ZERO, total(not_negative(benefit, "benefit"), -maintenance))


def highest_suspension(benefit: Decimal, other: Decimal) -> Decimal:
    """Return how much of a benefit may be suspended at most while another payment is made for the same contingency.

    `other` is another cash benefit of social security, family benefit left out, or a third party's indemnity: no more
    than this, nor than the benefit. Exact. Source: C102 Art. 69(c). Raises Invalid: "amount-negative" and the like.
    """
    return min(not_negative(benefit, "benefit"), not_negative(other, "other"))


def least_paid(benefit: Decimal, other: Decimal) -> Decimal:
    """Return what must still be paid of a benefit beside another payment, when as much as may be is suspended. Exact.

    Source: C102 Art. 69(c). Raises Invalid: as `highest_suspension`.
    """
    return total(benefit, -highest_suspension(benefit, other))
