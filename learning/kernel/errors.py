"""The four ways in which an act may fail; `learning.web.errors` alone knows their pages and status codes."""

from __future__ import annotations

from collections.abc import Iterable

from learning.kernel.problems import Problem


class LearningError(Exception):
    """The base of all errors that a page explains."""


class NotFound(LearningError):
    """There is no such thing, or the actor may not know of it: both look the same from outside."""


class NotAllowed(LearningError):
    """The actor may see the thing but not do this with it."""


class SignInNeeded(NotAllowed):
    """A visitor asked for what needs an account."""


class Conflict(LearningError):
    """The thing is no longer in the state in which this could be done. `reason` is a code such as "closed"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Busy(LearningError):
    """The store could not take the act now (locked, full, away); nothing was kept; it may be tried again."""


class Invalid(LearningError):
    """What was given breaks a rule. `problems` says which, each with its place."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        self.problems: tuple[Problem, ...] = (
            (Problem(where="", code=problems, detail=""),) if isinstance(problems, str) else tuple(problems)
        )
        super().__init__("; ".join(p.code for p in self.problems))
