"""Points got out of points possible, exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """`points` out of `maximum`, both exact; 0 <= points <= maximum. Raises ValueError when that does not hold."""

    points: Decimal
    maximum: Decimal

    def __post_init__(self) -> None:
        if not Decimal(0) <= self.points <= self.maximum:
            raise ValueError(f"score {self.points} is outside 0 to {self.maximum}")

    @property
    def percent(self) -> Decimal:
        """The share of the points in per cent, unrounded; 0 when nothing could be won."""
        return self.points * 100 / self.maximum if self.maximum else Decimal(0)

    def reaches(self, percent: Decimal) -> bool:
        """True when the share is at least `percent` (compared without rounding and without division)."""
        return self.points * 100 >= percent * self.maximum
