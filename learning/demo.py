"""The demonstration: made-up people with printed passwords, and some progress. Never beside real data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from learning.cohorts import service as cohorts
from learning.courses import service as courses
from learning.courses.course import Course
from learning.kernel.ids import derived_id
from learning.lessons import service as lessons
from learning.people import service as people
from learning.people.actor import SITE, Actor, Constituency, Grant, Role, course_scope
from learning.people.persons import Details
from learning.quiz import service as quizzes

READ_BY = {"government": 3, "employer": 1, "worker": 2}
"""How many lessons each has read."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A made-up person: the word makes address and password."""

    word: str
    name: str
    constituency: Constituency
    country: str
    organisation: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.word}@example.org"

    @property
    def password(self) -> str:
        """The printed password."""
        return f"demo-{self.word}"


PEOPLE = (
    DemoPerson("government", "Amina Diallo", Constituency.GOVERNMENT, "SN", "Ministry of Labour"),
    DemoPerson("employer", "Carlos Rivera", Constituency.EMPLOYER, "CO", "Employers' federation"),
    DemoPerson("worker", "Leila Haddad", Constituency.WORKER, "TN", "Trade union centre"),
    DemoPerson("trainer", "Maria Novak", Constituency.OTHER, "HR", "Training centre"),
    DemoPerson("admin", "Site Administrator", Constituency.OTHER, "CH", ""),
)


def fill(at: datetime) -> None:
    """Make the people, once, with grants and some progress in the first course; a second call changes nothing."""
    served = courses.catalogue()
    for person in PEOPLE:
        details = Details(person.name, person.constituency, person.country, person.organisation, "en")
        person_id = people.install(details, person.email, person.password, _grants(person, served), at)
        if person.word in READ_BY and served:
            actor = Actor(person_id, person.name, person.constituency, person.country, "en", ())
            if cohorts.enrol(actor, served[0].id, at - timedelta(days=3)):
                _learn(actor, served[0], READ_BY[person.word], at - timedelta(days=2))


def _grants(person: DemoPerson, served: list[Course]) -> list[Grant]:
    if person.word == "admin":
        return [Grant(Role.ADMINISTRATOR, SITE)]
    if person.word == "trainer":
        return [Grant(Role.TRAINER, course_scope(course.id)) for course in served]
    return []


def _learn(actor: Actor, course: Course, lessons_read: int, at: datetime) -> None:
    pre_test = next((each for each in course.activities if each.facts.get("purpose") == "pre-test"), None)
    if pre_test is not None:
        attempt_id = derived_id("demo-attempt", str(actor.id))
        attempt = quizzes.begin(actor, course.id, pre_test.id, attempt_id.int % 2**40, attempt_id, at)
        for number in range(1, len(attempt.questions) + 1):
            sheet = quizzes.sheet(actor, attempt.id, number)
            values = {each.name: [each.choices[0].value] for each in sheet.view.fields if each.choices}
            quizzes.save(actor, attempt.id, number, values, False, uuid4(), at)
        quizzes.submit(actor, attempt.id, at + timedelta(minutes=9))
    read = [activity for activity in course.activities if activity.kind == lessons.KIND.name][:lessons_read]
    for number, lesson in enumerate(read, start=1):
        lessons.finish(actor, course.id, lesson.id, at + timedelta(minutes=10 + 8 * number))
