"""Hand in: a file, or a link to one, that a trainer marks by a rubric.

What is kept of a file in a response is its id in the store and its name, "id/name": the file itself was stored before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from learning.kernel.ids import as_uuid
from learning.kernel.problems import Problem
from learning.quiz import choices
from learning.quiz.answers import fault
from learning.quiz.file_kinds import KINDS, MEGABYTE, MOST_MEGABYTES, NAME_LIMIT, OTHER_NAMES, holds, kind_of_name
from learning.quiz.interaction import Block, Examples, Label, Response
from learning.quiz.marked import MODEL_ANSWER, SUBHEAD, Marked, read_rubric, write_rubric
from learning.quiz.showing import Field, Reveal, RevealedField, Values, View
from learning.quiz.shuffling import Order

FILE, LINK = "file", "link"
A_LINK = "a link"
ID_LENGTH = 36
LINK_LIMIT = 500
"""Characters of a link."""

SIZE = re.compile(r",? *up to ([0-9]{1,3}) MB\Z")
EXAMPLE_ID = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class HandIn(Marked):
    """`kinds` are the files accepted, up to `megabytes` each; `link` says whether a link is."""

    kinds: tuple[str, ...] = ()
    link: bool = False
    megabytes: int = MOST_MEGABYTES

    NAME: ClassVar[str] = "hand_in"
    INSTRUCTION: ClassVar[str] = "Hand in:"
    LABELS: ClassVar[tuple[str, ...]] = ("Accept", MODEL_ANSWER)
    SUBHEADS: ClassVar[tuple[str, ...]] = (SUBHEAD,)

    @classmethod
    def parse(cls, block: Block) -> tuple[HandIn | None, list[Problem]]:
        """Read what is accepted, model answer and rubric; `accept-bad` and those of the rubric."""
        rubric, problems = read_rubric(block)
        accepted = _read_accept(block.labels.get("Accept"))
        if accepted is None:
            known = ", ".join(KINDS)
            detail = (
                f'say what may be handed in: "Accept: pdf, docx or a link, up to 10 MB" '
                f"(known: {known}, a link; 1 to {MOST_MEGABYTES} MB)"
            )
            label = block.labels.get("Accept")
            problems.append(fault(label.line if label else block.line, "accept-bad", detail))
        if problems or rubric is None or accepted is None:
            return None, problems
        model = block.labels.get(MODEL_ANSWER)
        return cls(rubric, model.text if model else "", *accepted), []

    def dump(self) -> str:
        """Write what is accepted, the model answer, the rubric."""
        names = [*self.kinds, A_LINK] if self.link else [*self.kinds]
        listed = " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
        size = f", up to {self.megabytes} MB" if self.kinds else ""
        model = f"{MODEL_ANSWER}: {self.model_answer}\n" if self.model_answer else ""
        return f"Accept: {listed}{size}\n{model}{write_rubric(self.rubric)}"

    @property
    def field_names(self) -> tuple[str, ...]:
        """A field for the file and one for the link, as far as they are accepted."""
        return ((FILE,) if self.kinds else ()) + ((LINK,) if self.link else ())

    def check_file(self, name: str, content: bytes) -> list[Problem]:
        """Say what is wrong with a file before it is stored; `answer-file-…` at the field of the file."""
        kind = kind_of_name(name)
        if not content:
            return [Problem(FILE, "answer-file-empty", "this file is empty: choose another")]
        if len(content) > self.megabytes * MEGABYTE:
            return [Problem(FILE, "answer-file-large", f"this file has more than {self.megabytes} MB: make it smaller")]
        if kind not in self.kinds:
            known = ", ".join(self.kinds)
            return [Problem(FILE, "answer-file-kind", f"a file of this kind is not taken: use one of {known}")]
        if not holds(content, kind):
            detail = f'the name says "{kind}", but the file holds something else: save it as {kind} again'
            return [Problem(FILE, "answer-file-content", detail)]
        return []

    def read(self, values: Values, order: Order) -> tuple[Response | None, list[Problem]]:
        """Keep the file stored and the link as typed; either may be missing."""
        problems = choices.undeclared(values, self.field_names)
        file, bad = choices.one_text(values, FILE, ID_LENGTH + 1 + NAME_LIMIT) if self.kinds else ("", [])
        problems += bad
        if file and not bad and file_id(file) is None:
            problems.append(Problem(FILE, "answer-file-unknown", "this file did not arrive: choose it again"))
        link, bad = choices.one_text(values, LINK, LINK_LIMIT) if self.link else ("", [])
        problems += bad
        if link and not bad and not is_link(link):
            detail = 'this is no link: it begins with "https://" and the name of a site'
            problems.append(Problem(LINK, "answer-link", detail))
        response = choices.kept(file=[file] if file else [], link=[link] if link else [])
        return (None if problems else response), problems

    def form_values(self, response: Response, order: Order) -> Values:
        """Return file and link as kept."""
        return {name: tuple(response.get(name, ())) for name in self.field_names}

    def is_complete(self, response: Response) -> bool:
        """True when there is a file or a link."""
        return any(len(response.get(name, ())) == 1 and response[name][0].strip() for name in self.field_names)

    def view(self, order: Order, response: Response) -> View:
        """Show a field for a file, one for a link, and what the work is going to be marked by."""
        given = self.form_values(response, order)
        shown = {
            FILE: Field(FILE, "file", given=tuple(given.get(FILE, ())), limit=self.megabytes * MEGABYTE,
                        accepts=self.kinds),
            LINK: Field(LINK, "link", given=tuple(given.get(LINK, ())), limit=LINK_LIMIT),
        }  # fmt: skip
        return View(self.NAME, tuple(shown[name] for name in self.field_names), rubric=self.rubric)

    def reveal(self, response: Response, order: Order) -> Reveal:
        """Tell what was handed in, and the model answer."""
        given = self.form_values(response, order)
        fields = tuple(RevealedField(name, name, tuple(given[name]), (), is_right=False) for name in self.field_names)
        return Reveal(self.NAME, fields, rubric=self.rubric, model_answer=self.model_answer)

    def examples(self, order: Order) -> Examples:
        """Two answers, of which no machine can say which is right; no file, no link, two at once, a foreign field."""
        invalid: list[Values] = [{"other": ["a"]}]
        texts = {FILE: f"{EXAMPLE_ID}/report.{self.kinds[0] if self.kinds else ''}", LINK: "https://example.org/report"}
        for name in self.field_names:
            invalid += [{name: ["report"]}, {name: [texts[name], texts[name]]}, {name: [texts[name] + "x" * 600]}]
        if self.link:
            invalid += [{LINK: [text]} for text in ("javascript:alert(1)", "ftp://example.org/", "https://a@b.org/")]
        first, last = self.field_names[0], self.field_names[-1]
        every = {name: [texts[name]] for name in self.field_names}
        return Examples(every, {first: [texts[first]]} if first != last else every, tuple(invalid))


def file_id(given: str) -> str | None:
    """Return the id of a file from what a response keeps of it; None for anything else."""
    own, slash, name = given[:ID_LENGTH], given[ID_LENGTH : ID_LENGTH + 1], given[ID_LENGTH + 1 :]
    found = as_uuid(own)
    return str(found) if found is not None and str(found) == own and slash == "/" and name.strip() else None


def is_link(text: str) -> bool:
    """True for an address on the web that names a site and no user: nothing else is ever made a link."""
    if any(sign.isspace() for sign in text.strip()):
        return False
    try:
        parts = urlsplit(text.strip())
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host and "@" not in parts.netloc and port_is_sound


def _read_accept(label: Label | None) -> tuple[tuple[str, ...], bool, int] | None:
    text = " ".join(label.text.split()) if label else ""
    size = SIZE.search(text)
    names = [name.strip() for name in re.split(r",| or ", text[: size.start()] if size else text)]
    names = [OTHER_NAMES.get(name.casefold(), name.casefold()) for name in names if name]
    kinds = tuple(name for name in names if name != A_LINK)
    megabytes = int(size[1]) if size and kinds else MOST_MEGABYTES
    if not names or len(set(names)) != len(names) or not all(kind in KINDS for kind in kinds):
        return None
    return (kinds, A_LINK in names, megabytes) if 1 <= megabytes <= MOST_MEGABYTES else None
