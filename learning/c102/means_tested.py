"""Benefits subject to a means test, Article 67: what may be taken off, what must be left, and the clause on the total.

Whether an amount is substantial (b), and whether a family is kept in health and decency (c), is judged and not
computed. The scale (a) is a text of national law, and not computed either.
"""

from __future__ import annotations

from decimal import Decimal

from learning.c102.amounts import ZERO, Money, not_negative, on_one_basis, percent_of, positive, refuse, times, total
from learning.c102.facts import TotalTest
from learning.c102.findings import Figure, Finding, Unit, money

REDUCTION = "Art. 67(b)"
FLOOR = "Art. 67(c)"


def counted_means(other_means: Decimal, substantial_amount: Decimal) -> Decimal:
    """Return the family's other means beyond the substantial amount that is left out; never below zero, exact.

    Both on one time basis. Source: C102 Art. 67(b). Raises Invalid: "means-negative" and the like.
    """
    not_negative(other_means, "other_means", "means")
    not_negative(substantial_amount, "substantial_amount", "means")
    return max(ZERO, total(other_means, -substantial_amount))


def least_benefit(full_benefit: Decimal, other_means: Decimal, substantial_amount: Decimal) -> Decimal:
    """Return the smallest benefit that a means test may leave: the full one less the means that count, or zero; exact.

    All on one time basis. Source: C102 Art. 67(b). Raises Invalid: "benefit-negative", "means-negative" and the like.
    """
    not_negative(full_benefit, "full_benefit", "benefit")
    return max(ZERO, total(full_benefit, -counted_means(other_means, substantial_amount)))


def benefit_and_means(benefit: Decimal, other_means: Decimal, substantial_amount: Decimal) -> Decimal:
    """Return benefit plus other means, less the substantial amount; exact, all on one time basis.

    Means under the substantial amount count as none, never as less. Source: C102 Art. 67(c).
    Raises Invalid: "benefit-negative", "means-negative" and the like.
    """
    not_negative(benefit, "benefit", "benefit")
    return total(benefit, counted_means(other_means, substantial_amount))


def reduction_finding(paid: Money, full_benefit: Money, other_means: Money, substantial_amount: Money) -> Finding:
    """Test that a benefit was reduced only so far as other means exceed the substantial amount.

    Source: C102 Art. 67(b). Raises Invalid: "basis-mixed", "currency-mixed".
    """
    on_one_basis(paid=paid, full_benefit=full_benefit, other_means=other_means, substantial_amount=substantial_amount)
    least = least_benefit(full_benefit.value, other_means.value, substantial_amount.value)
    counted = counted_means(other_means.value, substantial_amount.value)
    inputs = (
        money("benefit", paid, REDUCTION),
        money("full-benefit", full_benefit, "Art. 67(a)"),
        money("other-means", other_means, REDUCTION),
        money("substantial-amount", substantial_amount, REDUCTION),
    )
    steps = (_like(paid, "counted-means", counted, REDUCTION), _like(paid, "least-benefit", least, REDUCTION))
    return Finding(
        "means-test-reduction",
        REDUCTION,
        paid.value,
        least,
        Unit.MONEY,
        inputs,
        steps,
        conditions=("amount-substantial",),
    )


def floor_finding(benefit: Money, other_means: Money, substantial_amount: Money, under_article_66: Money) -> Finding:
    """Test that benefit and other means, less the substantial amount, are not below the benefit of Article 66.

    `under_article_66` is the smallest benefit that passes there (see `rates.needed_benefit`). That the sum keeps the
    family in health and decency is the other half of (c): condition "health-and-decency". Source: C102 Art. 67(c).
    Raises Invalid: "basis-mixed", "currency-mixed".
    """
    on_one_basis(
        benefit=benefit,
        other_means=other_means,
        substantial_amount=substantial_amount,
        under_article_66=under_article_66,
    )
    found = benefit_and_means(benefit.value, other_means.value, substantial_amount.value)
    inputs = (
        money("benefit", benefit, FLOOR),
        money("other-means", other_means, FLOOR),
        money("substantial-amount", substantial_amount, REDUCTION),
        money("benefit-under-article-66", under_article_66, "Art. 66(1)"),
    )
    steps = (_like(benefit, "benefit-and-means", found, FLOOR),)
    required = under_article_66.value
    return Finding(
        "means-test-floor", FLOOR, found, required, Unit.MONEY, inputs, steps, conditions=("health-and-decency",)
    )


def class_for_total(test: TotalTest, part: str) -> str:
    """Return the class of persons protected, such as "55(b)", with which the total of Article 66 is reckoned for a
    Part.

    Source: C102 Art. 67(d). Raises Invalid "clause-not-available" for Part IV, and for Parts without a means test.
    """
    if part in test.not_available_for or part not in test.classes:
        detail = f"the clause on the total is open to Parts {', '.join(test.classes)} only: use Art. 67(c)"
        refuse("part", "clause-not-available", detail)
    return test.classes[part]


def total_threshold(test: TotalTest, under_article_66: Decimal) -> Decimal:
    """Return the total that must be paid: 1.30 times the one under Article 66, exact, for the same period.

    Source: C102 Art. 67(d). Raises Invalid: "total-zero" and the like.
    """
    return times(test.factor, positive(under_article_66, "under_article_66", "total"))


def total_finding(test: TotalTest, part: str, paid: Money, under_article_66: Money) -> Finding:
    """Test the clause by which (c) is deemed met: the total paid exceeds that of Article 66 by at least 30 per cent.

    `under_article_66` is the total if benefits were those of Article 66, paid to the class named for the Part. Not met,
    it proves nothing against (c): condition "or-article-67-c". Source: C102 Art. 67(d).
    Raises Invalid: "clause-not-available", "total-zero", "basis-mixed", "currency-mixed".
    """
    on_one_basis(paid=paid, under_article_66=under_article_66)
    named = class_for_total(test, part)
    threshold = total_threshold(test, under_article_66.value)
    against = money("total-under-article-66", under_article_66, f"Art. {named}")
    inputs = (money("total-paid", paid, test.reference), against)
    steps = (
        Figure("factor", test.factor, Unit.FACTOR, test.reference),
        _like(paid, "threshold", threshold, test.reference),
        Figure("percent-of-article-66", percent_of(paid.value, under_article_66.value), Unit.PERCENT, test.reference),
    )
    return Finding(
        "means-test-total",
        test.reference,
        paid.value,
        threshold,
        Unit.MONEY,
        inputs,
        steps,
        conditions=("or-article-67-c",),
    )


def _like(model: Money, code: str, value: Decimal, reference: str) -> Figure:
    return money(code, Money(value, model.basis, model.currency), reference)
