"""Where a learner goes on."""

from __future__ import annotations

from dataclasses import dataclass

from learning.courses.course import Activity, Course
from learning.progress.completion import met_at, next_activity
from learning.progress.ledger import NOTHING, Standings


@dataclass(frozen=True, slots=True)
class Resume:
    """An activity and, within a lesson, the heading to go on at ("" for its top)."""

    activity: Activity
    heading: str = ""

    def address(self, course_id: str) -> str:
        """Return the address, with the heading as its fragment."""
        return self.activity.address(course_id) + (f"#{self.heading}" if self.heading else "")


def resume(course: Course, standings: Standings, place_activity: str, place_heading: str) -> Resume | None:
    """Return where to go on: the last place while its activity is open, else the next open one; None when all is done.

    A place whose activity is gone from the course counts as none.
    """
    last = course.activity(place_activity)
    if last is not None and met_at(last, standings.get(last.id, NOTHING)) is None:
        return Resume(last, place_heading)
    following = next_activity(course, standings)
    return Resume(following) if following else None
