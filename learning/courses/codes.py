"""The codes of all problems that this room names, with what each means: for the format page and for translations."""

from __future__ import annotations

CODES: dict[str, str] = {
    "activity-name": "The name of a file is not of the form 10-name.md or 10-name.quiz.md.",
    "activity-unknown": "A lesson or quiz is named that the course does not have.",
    "bank-name": "The name of a file in the folder bank is not of the form name.quiz.md.",
    "completion-empty": "Completion would ask for nothing.",
    "completion-unknown": "Completion asks for an activity that the course does not have.",
    "course-empty": "The course has no module.",
    "course-id": "The course's id differs from its folder's name.",
    "course-missing": "There is no course.yaml.",
    "course-too-large": "All files together are larger than 20 MB.",
    "file-link": "A file or folder is a link to another, or a device.",
    "file-name": "The name of a file holds a sign that not every computer takes.",
    "file-unreadable": "A file or folder may not be read by the user as whom the site runs.",
    "file-too-large": "A text is larger than 256 KB, or a picture larger than 1 MB.",
    "file-twin": "Two names differ only in capitals, or in how accents are stored.",
    "file-unknown": "A file lies beside the modules and is no part of a course.",
    "id-back": "An id that retired.yaml says is gone is in use.",
    "id-repeated": "An id stands twice in the course.",
    "id-vanished": "A published id is gone, and retired.yaml does not say what became of it.",
    "media-type": "A file in media is no picture of a known kind.",
    "module-empty": "A module has no lesson and no quiz.",
    "module-missing": "A module's folder has no module.yaml.",
    "module-name": "The name of a module's folder is not of the form 10-name.",
    "not-utf8": "A file is not saved as UTF-8.",
    "number-repeated": "Two modules, or two activities of a module, begin with the same number.",
    "outcome-unknown": "A learning outcome is named that course.yaml does not list.",
    "renamed-unknown": "retired.yaml leads to an id that the course does not have.",
    "requires-circle": "Modules require each other in a circle.",
    "requires-unknown": "A module requires one that the course does not have.",
    "source-unknown": "A source names an instrument by a code that the platform does not know.",
    "too-many-files": "The folder has more than 5,000 files.",
    "translation-later": "A translation lies beside its source; translations are not read yet.",
}
"""Faults of a course as a whole; faults in settings and in texts have codes of their own."""

UNTRIED = frozenset({"course-too-large", "file-unreadable", "too-many-files"})
"""Codes without a case in the corpus of broken courses, which cannot hold such files; they have tests of their own."""
