"""What a kind of activity tells the course: handed in by the application, so that rooms above stay unknown here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from learning.courses.course import Need
from learning.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """What a kind reads in one text for the course.

    `own_ids` are further ids that the text declares, each with its line (a quiz's questions);
    `uses` are ids it refers to, each as (what, id, line) with what "outcome" or "activity".
    """

    id: str
    title: str
    minutes: int
    need: Need
    optional: bool
    outcomes: tuple[str, ...] = ()
    own_ids: tuple[tuple[str, int], ...] = ()
    uses: tuple[tuple[str, str, int], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text may refer to: the course's id and language, its activities (id to segment), its media paths."""

    course_id: str
    language: str
    activities: Mapping[str, str]
    media: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of activity. `suffix` ends its file names; `segment` is its word in addresses; `renderer` changes when
    its rendering does.

    `read` gives the entry (None when unreadable) and the problems of the text alone; `lint` the problems of what it
    refers to; `render` what its pages need, as text to be kept. The first two never raise; `render` raises Invalid for
    the few faults that only show in rendering.
    """

    name: str
    suffix: str
    segment: str
    renderer: str
    read: Callable[[str], tuple[Entry | None, list[Problem]]]
    lint: Callable[[str, Surroundings], list[Problem]]
    render: Callable[[str, Surroundings], str]
