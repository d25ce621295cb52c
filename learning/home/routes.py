"""Home, courses, my learning, and the site's statements."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, render_template

from learning.c102 import service as c102
from learning.c102.ratifications import CAMPAIGN_GOAL
from learning.courses import service as courses
from learning.home import service
from learning.people.actor import course_scope
from learning.people.permissions import Permission, may, signed_in
from learning.recall import service as recall
from learning.web.actor import current_actor
from learning.web.responses import revalidate

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    """Say what this is and for whom, and lead on."""
    revalidate()
    actor = current_actor()
    ratifications = c102.ratifications()
    return render_template(
        "home/home.html",
        courses=courses.catalogue_for(actor),
        waiting=recall.waiting(actor, datetime.now(UTC)) if actor else None,
        ratifications=ratifications,
        as_of=date.fromisoformat(ratifications.as_of),
        goal=CAMPAIGN_GOAL,
    )


@blueprint.get("/courses")
def catalogue() -> str:
    """List the courses."""
    revalidate()
    return render_template("home/catalogue.html", courses=courses.catalogue_for(current_actor()))


@blueprint.get("/courses/<course_id>")
def course(course_id: str) -> str:
    """Show a course: what one will be able to do, its steps, where to begin or go on."""
    revalidate()
    actor = current_actor()
    learning = service.course_page(actor, course_id)
    return render_template(
        "home/course.html",
        learning=learning,
        course=learning.course,
        is_trainer_here=may(actor, Permission.PEOPLE_INVITE, course_scope(course_id)),
        manual=service.manual(actor),
    )


@blueprint.get("/courses/<course_id>/changes/<activity_id>")
def changes(course_id: str, activity_id: str) -> str:
    """Show what changed in a lesson or quiz since the person last did it."""
    found = service.changes(signed_in(current_actor()), course_id, activity_id)
    return render_template("home/changes.html", changes=found, course=found.course, activity=found.activity)


@blueprint.get("/my-learning")
def my_learning() -> str:
    """Show the person's courses, what is done and what is next."""
    actor = signed_in(current_actor())
    learnings = service.my_learning(actor)
    invitation = None if learnings else service.invitation(actor)
    waiting = recall.waiting(actor, datetime.now(UTC)) if learnings else None
    return render_template(
        "home/my_learning.html", learnings=learnings, invitation=invitation, waiting=waiting,
        notices=service.notices(actor, learnings),
    )  # fmt: skip


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Show the accessibility statement."""
    revalidate()
    return render_template("home/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """Show what is kept of a person, and why."""
    revalidate()
    return render_template("home/privacy.html")
