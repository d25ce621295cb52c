"""The Convention as a whole: what it is, what a ratification accepts, how payments are computed, and every branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from learning.c102.branches import Branch, CoverageOption, Standard
from learning.c102.provisions import Provision


@dataclass(frozen=True, slots=True)
class Meta:
    """What the Convention is. `titles` are by language code; dates are texts, YYYY-MM-DD."""

    id: str
    titles: Mapping[str, str]
    adopted: str
    adopted_at: str
    in_force: str
    authentic_languages: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeemedAcceptance:
    """A later Convention whose ratification counts as acceptance of Parts of C102, which then stop applying."""

    convention: str
    parts: tuple[str, ...]
    reference: str
    condition: str


@dataclass(frozen=True, slots=True)
class TemporaryException:
    """A lower requirement open under Art. 3. `id` is Article and letter or paragraph, "9(d)"; `part` is a numeral."""

    id: str
    part: str
    effect: str

    @property
    def reference(self) -> str:
        """The exception as a reference, "Art. 9(d)"."""
        return f"Art. {self.id}"


@dataclass(frozen=True, slots=True)
class RatificationRule:
    """What a ratification must accept (Art. 2(a)): `must_apply`, and the Parts that never suffice among themselves."""

    must_apply: tuple[Provision, ...]
    never_enough: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """The rate of a periodical payment, E, from A to D. `letters` maps a letter to its meaning in our words."""

    text: str
    letters: tuple[tuple[str, str], ...]
    rounding: str
    letters_note: str


@dataclass(frozen=True, slots=True)
class TotalTest:
    """Art. 67(d): the total paid exceeds `factor` times what Art. 66 would give with the class named for each Part."""

    reference: str
    factor: Decimal
    classes: Mapping[str, str]
    not_available_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmployeeShare:
    """Art. 71(2): of the resources, at most `max_percent` may be contributions borne by the employees protected."""

    reference: str
    max_percent: Decimal
    numerator: str
    denominator: str
    pooling: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the platform knows of the Convention. `subjects` and `provisions` are by the Part's roman numeral;
    `provisions` holds Parts I and XI to XV, the branches carry their own. `schedule` is in the order of the treaty.
    """

    meta: Meta
    subjects: Mapping[str, str]
    ratification_rule: RatificationRule
    deemed_acceptances: tuple[DeemedAcceptance, ...]
    temporary_exceptions: tuple[TemporaryException, ...]
    coverage_options: Mapping[str, CoverageOption]
    branches: tuple[Branch, ...]
    formula: Formula
    total_test: TotalTest
    employee_share: EmployeeShare
    provisions: Mapping[str, tuple[Provision, ...]]
    pitfalls: tuple[str, ...]

    @property
    def schedule(self) -> tuple[Standard, ...]:
        """The Schedule to Part XI, line by line."""
        return tuple(standard for branch in self.branches for standard in branch.standards)

    def branch(self, numeral: str) -> Branch | None:
        """Return the branch of a Part; None for a Part that is no branch."""
        return next((branch for branch in self.branches if branch.part == numeral), None)

    def exceptions_of(self, numeral: str) -> tuple[TemporaryException, ...]:
        """Return the temporary exceptions that Art. 3 opens in a Part."""
        return tuple(exception for exception in self.temporary_exceptions if exception.part == numeral)
