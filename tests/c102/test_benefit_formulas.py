"""National formulas: ceilings, minima, earnings classes and percentages that grow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from learning.c102.benefit_formulas import AccrualFormula, BenefitFormula, EarningsClass, basic_earnings
from learning.kernel.errors import Invalid


def refused(caught: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("earnings", "benefit"), [("0", "200"), ("300", "200"), ("800", "480"), ("900", "540"), ("2000", "540")]
)
def test_earnings_count_up_to_the_ceiling_and_a_minimum_holds_below(earnings: str, benefit: str) -> None:
    formula = BenefitFormula(Decimal(60), earnings_ceiling=Decimal(900), lowest=Decimal(200))
    assert formula.benefit(Decimal(earnings)) == Decimal(benefit)


def test_the_benefit_itself_may_have_a_maximum() -> None:
    assert BenefitFormula(Decimal(60), highest=Decimal(500)).benefit(Decimal(1000)) == 500


def test_impossible_formulas_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        BenefitFormula(Decimal(60), highest=Decimal(100), lowest=Decimal(101))
    assert refused(caught) == ["limits-crossed"]
    with pytest.raises(Invalid) as caught:
        BenefitFormula(Decimal(60), earnings_ceiling=Decimal(0))
    assert refused(caught) == ["ceiling-zero"]
    with pytest.raises(Invalid) as caught:
        BenefitFormula(Decimal(-1))
    assert refused(caught) == ["percent-negative"]


CLASSES = (
    EarningsClass(Decimal(400), Decimal(500)),
    EarningsClass(Decimal(750), Decimal(1000)),
    EarningsClass(Decimal(1200)),
)


@pytest.mark.parametrize(("earnings", "basic"), [("1", "400"), ("500", "400"), ("500.01", "750"), ("9999", "1200")])
def test_earnings_belong_to_the_first_class_that_holds_them(earnings: str, basic: str) -> None:
    assert basic_earnings(Decimal(earnings), CLASSES) == Decimal(basic)


@pytest.mark.parametrize(
    ("classes", "code"),
    [
        (CLASSES[::-1], "classes-unordered"),
        ((CLASSES[0], CLASSES[0]), "classes-unordered"),
        (CLASSES[:1], "class-missing"),
        ((), "class-missing"),
    ],
)
def test_classes_that_leave_earnings_without_a_place_are_refused(classes: tuple[EarningsClass, ...], code: str) -> None:
    with pytest.raises(Invalid) as caught:
        basic_earnings(Decimal(700), classes)
    assert refused(caught) == [code]


def test_only_whole_steps_count() -> None:
    formula = AccrualFormula(Decimal(40), 60, Decimal(1), 12, highest=Decimal(80))
    found = [formula.percent_after(months) for months in (0, 60, 71, 72, 360, 2000)]
    assert found == [Decimal(each) for each in (40, 40, 40, 41, 65, 80)]


def test_a_career_below_zero_and_steps_of_no_length_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        AccrualFormula(Decimal(40), 60, Decimal(1), 0)
    assert refused(caught) == ["months-not-positive"]
    with pytest.raises(Invalid) as caught:
        AccrualFormula(Decimal(40), 60, Decimal(1)).percent_after(-1)
    assert refused(caught) == ["months-not-positive"]
    with pytest.raises(Invalid) as caught:
        AccrualFormula(Decimal(40), 60, Decimal(1), lowest=Decimal(50), highest=Decimal(45))
    assert refused(caught) == ["limits-crossed"]
