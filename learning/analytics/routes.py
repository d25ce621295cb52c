"""Pages on which the trainers of a course see how its quizzes and questions do their work."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.analytics import service
from learning.web.actor import current_actor

blueprint = Blueprint("analytics", __name__)


@blueprint.get("/courses/<course_id>/statistics")
def course(course_id: str) -> str:
    """Show the quizzes of a course: how many took them, how reliable their points are, what to look at."""
    return render_template("analytics/course.html", page=service.course_statistics(current_actor(), course_id))


@blueprint.get("/courses/<course_id>/statistics/<quiz_id>")
def quiz(course_id: str, quiz_id: str) -> str:
    """Show the questions of a quiz, the answers chosen, and what a course changes in what its learners know."""
    return render_template("analytics/quiz.html", page=service.quiz_statistics(current_actor(), course_id, quiz_id))
