"""What a kind of activity tells the course: handed in by the application, so that rooms above stay unknown here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from learning.courses.course import Need
from learning.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """What a kind reads in one text for the course.

    A bank is no step of the course: it has neither minutes nor a need. `own_ids` are further ids that the text
    declares, each with its line (a quiz's questions); `uses` are ids it refers to, each as (what, id, line) with what
    "outcome" or "activity".
    """

    id: str
    title: str
    minutes: int = 0
    need: Need = Need.COMPLETED
    optional: bool = False
    outcomes: tuple[str, ...] = ()
    own_ids: tuple[tuple[str, int], ...] = ()
    uses: tuple[tuple[str, str, int], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text may refer to: the course's id and language, its activities (id to segment), its pictures
    (path to width and height in pixels, None where that is not known); `folder` is the text's own, in which its
    pictures are looked for first.

    Only `lint` is told of the other texts: `entries` (path to what an activity's kind read, None for an unreadable one)
    and `banks` (path to text).
    """

    course_id: str
    language: str
    activities: Mapping[str, str]
    media: Mapping[str, tuple[int, int] | None]
    entries: Mapping[str, Entry | None] = field(default_factory=dict)
    banks: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text. `suffix` ends its file names; `segment` is its word in addresses; `renderer` changes when its
    rendering does. Its files are activities and lie in modules, unless it has a `folder` of its own beside them: then
    they are banks, which activities draw from and which have no page.

    `read` gives the entry (None when unreadable) and the problems of the text alone; `lint` the problems of what it
    refers to; `render` what its pages need, as text to be kept. The first two never raise; `render` raises Invalid for
    the few faults that only show in rendering. `outcomes` gives the learning outcomes where they depend on other texts.
    """

    name: str
    suffix: str
    segment: str
    renderer: str
    read: Callable[[str], tuple[Entry | None, list[Problem]]]
    lint: Callable[[str, Surroundings], list[Problem]]
    render: Callable[[str, Surroundings], str]
    folder: str = ""
    outcomes: Callable[[Entry, Surroundings], tuple[str, ...]] | None = None
