"""The documentation says what the code does: its tables are made from it, its examples are read by it."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from learning import config, demo
from learning.app import KINDS
from learning.c102 import service as c102
from learning.c102.instruments import named_in, unknown_in
from learning.courses.codes import CODES as COURSE_CODES
from learning.courses.settings import Retirement
from learning.courses.source import parse
from learning.kernel.codes import CODES as SETTING_CODES
from learning.kernel.schema import read
from learning.kernel.source import read_settings
from learning.lessons.codes import CODES as LESSON_CODES
from learning.markup import citations
from learning.markup.blocks import KINDS as BLOCK_KINDS
from learning.markup.lint import CODES as MARKUP_CODES
from learning.markup.lint import lint
from learning.markup.page import Image, Links, Term
from learning.quiz.codes import ANSWER_CODES, BANK_CODES
from learning.quiz.codes import CODES as QUIZ_CODES
from learning.quiz.interactions.types import TYPES
from learning.quiz.labels import COMMON
from learning.quiz.source import parse as parse_quiz

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TEMPLATE = DOCS / "template-module"
PAGES = sorted([*(path for path in DOCS.rglob("*.md") if TEMPLATE not in path.parents), *ROOT.glob("*.md")])
FORMAT = (DOCS / "course-format.md").read_text()
DEPLOYMENT = (DOCS / "deployment.md").read_text()
README = (ROOT / "README.md").read_text()
CODES = {*SETTING_CODES, *COURSE_CODES, *LESSON_CODES, *MARKUP_CODES, *QUIZ_CODES, *BANK_CODES}

FENCE = re.compile(r"^(?P<marks>`{3,})(?P<language>\w*)\n(?P<text>.*?\n)(?P=marks)$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^\*\*`(?P<path>[^`]+)`\*\*\n\n```\w+\n(?P<text>.*?\n)```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^()\s]+)\)")


def section(page: str, heading: str) -> str:
    """Return a section of a page, from its heading of the second level to the next one."""
    plain = FENCE.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), page)  # a fence may hold headings
    places = [found.start() for found in re.finditer(r"^## ", plain, re.MULTILINE)]
    parts = [page[start:end] for start, end in zip(places, [*places[1:], len(page)], strict=True)]
    [found] = [part for part in parts if part.startswith(f"## {heading}\n")]
    return found


def fences(text: str, language: str) -> list[str]:
    return [found["text"] for found in FENCE.finditer(text) if found["language"] == language]


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- tables made from the code ---


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_the_tables_of_a_page_are_those_of_the_code(page: Path) -> None:
    text = page.read_text()
    assert maker().filled(text) == text, "run .venv/bin/python docs/make.py"


def test_every_table_that_can_be_made_stands_on_a_page() -> None:
    made = [name for page in DOCS.glob("*.md") for name in re.findall(r"<!-- made: ([a-z-]+) -->", page.read_text())]
    assert sorted(made) == sorted(maker().BLOCKS)


def test_a_setting_without_its_line_would_be_noticed() -> None:
    line = next(line for line in FORMAT.split("\n") if line.startswith("| `minutes` |"))
    page = FORMAT.replace(line + "\n", "")
    assert maker().filled(page) == FORMAT != page


# --- examples that are read ---


def test_the_course_of_the_first_five_minutes_has_no_problem() -> None:
    files = {found["path"]: found["text"] for found in FILE.finditer(section(FORMAT, "A course in five minutes"))}
    folder = "my-first-course/"
    inside = {path.removeprefix(folder): text.encode() for path, text in files.items() if path.startswith(folder)}
    assert len(inside) == len(files) == 4
    course, problems = parse("my-first-course", inside, KINDS)
    assert problems == []
    assert course is not None
    assert course.minutes == 6


def test_the_module_to_copy_has_no_problem_in_the_course_of_the_first_five_minutes() -> None:
    files = {found["path"]: found["text"] for found in FILE.finditer(section(FORMAT, "A course in five minutes"))}
    course_files = {path.partition("/")[2]: text.encode() for path, text in files.items()}
    [outcome] = fences(section(FORMAT, "A module to copy"), "yaml")
    course_files["course.yaml"] += outcome.encode()
    copied = {str(path.relative_to(TEMPLATE)): path.read_bytes() for path in TEMPLATE.rglob("*.*")}
    course, problems = parse("my-first-course", course_files | copied, KINDS)
    assert problems == []
    assert course is not None
    assert [module.id for module in course.modules] == ["beginning", "your-module"]
    assert len(course.modules[1].activities) == 5
    told = re.findall(r"^\| `([^`]+)`", section(FORMAT, "A module to copy"), re.MULTILINE)
    assert sorted(told) == sorted(copied)


def test_the_practice_of_the_module_to_copy_has_four_kinds_of_question() -> None:
    quiz, _ = parse_quiz((TEMPLATE / "20-your-module" / "20-first-practice.quiz.md").read_text())
    assert quiz is not None
    assert len({type(question.interaction) for question in quiz.questions}) == 4


def test_the_bank_of_the_example_fills_the_quiz_of_the_first_five_minutes() -> None:
    pages = section(FORMAT, "A course in five minutes") + section(FORMAT, "Banks and draws")
    files = {found["path"].partition("/")[2]: found["text"] for found in FILE.finditer(pages)}
    [settings] = fences(section(FORMAT, "Banks and draws"), "yaml")
    quiz = "10-beginning/20-check-yourself.quiz.md"
    files[quiz] = f"---\n{settings}---\n" + files[quiz].split("---\n", 2)[2]
    course, problems = parse("my-first-course", {path: text.encode() for path, text in files.items()}, KINDS)
    assert problems == []
    assert course is not None
    assert [bank.id for bank in course.banks] == ["bank-branches"]


def test_the_settings_of_the_certifying_test_go_together() -> None:
    [settings] = fences(section(FORMAT, "Certifying tests"), "yaml")
    quiz, problems = parse_quiz(f"---\n{settings}---\n")
    assert problems == []
    assert quiz is not None
    assert quiz.settings.certifying


LINKS = Links(
    term=lambda id_: Term(id_, id_, "A definition", "en"),
    article=lambda _reference: "/convention",
    activity=lambda target: f"/courses/c/lessons/{target}",
    media=lambda path: Image(f"/media/{path}"),
    page=lambda path: path,
)


@pytest.mark.parametrize("text", fences(section(FORMAT, "Writing a lesson"), "markdown"))
def test_an_example_of_lesson_text_has_no_problem(text: str) -> None:
    assert lint(text, 1, LINKS) == []


def test_every_kind_of_block_is_told() -> None:
    told = set(re.findall(r"`([a-z]+)`", section(FORMAT, "Writing a lesson")))
    used = set(re.findall(r"^/// ([a-z]+)", section(FORMAT, "Writing a lesson"), re.MULTILINE))
    assert set(BLOCK_KINDS) <= told | used


QUESTIONS = fences(section(FORMAT, "Writing questions"), "markdown")


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_example_of_a_question_is_read_and_written_back(text: str) -> None:
    quiz, problems = parse_quiz(f"---\nid: quiz\ntitle: Quiz\n---\n{text}")
    assert problems == []
    assert quiz is not None
    assert len(quiz.questions) == 1


def test_every_kind_of_question_has_an_example() -> None:
    lines = {line for text in QUESTIONS for line in text.split("\n")}
    assert {kind.INSTRUCTION for kind in TYPES} <= lines


def test_an_article_is_a_link_where_the_writers_are_told_so() -> None:
    [told] = re.findall(
        r"\* \*\*When is an Article a link.*?(?=\n\* )", section(FORMAT, "What writers asked"), re.DOTALL
    )
    own, _, rest = told.partition("These are left alone:")
    other, _, farther = rest.partition("If a sentence")
    assert all(citations.find(text) for text in re.findall(r"`([^`]+)`", own))
    alone = re.findall(r"`([^`]+)`", other)
    assert len(alone) == 6
    assert not any(citations.find(text) for text in alone)
    escaped = re.findall(r"`(\\[^`]+)`", farther)
    assert len(escaped) == 3
    assert not any(citations.find(text) for text in escaped)
    assert all(citations.find(text[1:]) for text in escaped)


def test_a_source_is_written_as_the_writers_are_told() -> None:
    told = section(FORMAT, "Writing a lesson").partition("### Sources")[2].partition("### ")[0]
    coded, _, rest = told.partition("<!-- made: source-codes -->")
    in_words = re.findall(r"`([^`]+)`", rest.partition("<!-- end -->")[2])
    examples = [text for text in re.findall(r"`([^`]+)`", coded) if " " in text]
    assert len(examples) == 4
    assert len(in_words) == 2
    assert all(named_in(text, c102.instruments()) for text in examples)
    assert not any(unknown_in(text, c102.instruments()) for text in (*examples, *in_words))
    assert all(citations.find(text) == [] for text in (*examples[1:], *in_words))


def test_every_label_is_told() -> None:
    told = set(
        re.findall(
            r"`([A-Z][a-z ]+)`", section(FORMAT, "Writing questions").partition("### Labels")[2].partition("### ")[0]
        )
    )
    assert told == {*COMMON, *(label for kind in TYPES for label in kind.LABELS)}


def test_the_example_of_old_ids_is_read() -> None:
    [text] = fences(section(FORMAT, "Ids are for ever"), "yaml")
    settings, problems = read_settings(text)
    retirement, faults = read(Retirement, settings)
    assert problems + faults == []
    assert retirement == Retirement(("an-old-lesson", "an-old-quiz"), (("persons", "persons-protected"),))


# --- codes ---

FORM_CODES = {
    "note-too-long",
    "extra-time",
    "mark-missing",
    "mark-level",
    "mark-comment",
    "mark-reason",
    "mark-reason-long",
    "key-missing",
    "reply-empty",
    "objection-long",
}
"""Problems of what learners and trainers type, which no course file has."""

MAKERS = {"Problem", "fault", "Fault", "_Fault"}
"""What makes a problem; the code is the second argument."""


def sources() -> Iterator[Path]:
    """Yield the modules that find problems in a course's files."""
    for room in ("courses", "lessons", "markup"):
        found = (ROOT / "learning" / room).glob("*.py")
        yield from (path for path in found if path.name not in ("codes.py", "child.py"))
    yield from (ROOT / "learning" / "kernel" / f"{name}.py" for name in ("source", "schema"))
    yield from (path for path in (ROOT / "learning" / "quiz").rglob("*.py") if path.name != "codes.py")


def constants() -> dict[str, set[str]]:
    """Return all texts of those modules, tables of codes apart, and those that are given as a code."""
    found: dict[str, set[str]] = {"all": set(), "codes": set()}
    for path in sources():
        tables = {"CODES", "WARNINGS", "REMEDIES"}
        for statement in ast.parse(path.read_text()).body:
            target = statement.target if isinstance(statement, ast.AnnAssign) else None
            targets = statement.targets if isinstance(statement, ast.Assign) else [target]
            if any(isinstance(each, ast.Name) and each.id in tables for each in targets):
                continue
            for node in ast.walk(statement):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found["all"].add(node.value)
                found["codes"] |= set(given(node))
    return found


def given(node: ast.AST) -> Iterator[str]:
    """Yield the code that a call gives to a problem, or that a check hands up in a tuple."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in MAKERS and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            yield str(node.args[1].value)
    elif isinstance(node, ast.Yield | ast.Return) and isinstance(node.value, ast.Tuple):
        parts = [part.value for part in node.value.elts if isinstance(part, ast.Constant)]
        yield from (part for part in parts if isinstance(part, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", part))


def test_every_code_that_the_source_gives_is_in_the_tables() -> None:
    codes = constants()["codes"] - set(ANSWER_CODES) - FORM_CODES
    assert len(codes) > 80
    assert codes - CODES == set()


def test_every_code_of_the_tables_is_given_by_the_source() -> None:
    assert CODES - constants()["all"] == set()


def test_every_code_is_explained_once_with_wrong_and_right() -> None:
    _, *told = re.split(r"^### (?=`)", (DOCS / "problems.md").read_text(), flags=re.MULTILINE)
    assert sorted(part.partition("\n")[0].strip("`") for part in told) == sorted(CODES)
    for part in told:
        assert "Wrong" in part, part
        assert "Right" in part, part


def test_what_is_told_in_words_and_what_is_met_often_are_codes() -> None:
    problems = maker().problems
    assert {*problems.OFTEN, *problems.IN_WORDS} <= CODES
    assert len(set(problems.OFTEN)) == len(problems.OFTEN)


# --- the pages around ---


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_documentation_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text())
    for target in (found["target"] for found in LINK.finditer(re.sub(r"`[^`\n]*`", "", text))):
        if re.match(r"[a-z]+:", target):
            assert target.startswith(("https://", "mailto:")), target
            continue
        path, _, anchor = target.partition("#")
        led = (page.parent / path) if path else page
        assert led.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(led.read_text()), f"{page.name}: {target}"


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as they are commonly made."""
    headings = re.findall(r"^#{1,6} (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_settings_that_are_named_exist(page: Path) -> None:
    known = {config.variable(name) for name in config.Config.__dataclass_fields__}
    assert set(re.findall(r"\bLEARNING_[A-Z_]*[A-Z]\b", page.read_text())) <= known


def test_the_readme_names_the_people_of_the_demonstration() -> None:
    for person in demo.PEOPLE:
        assert f"`{person.email}`" in README
        assert f"`{person.password}`" in README


def test_the_readme_says_who_does_not_run_the_site() -> None:
    text = " ".join(README.split())
    assert "not run by or for the International Labour Organization" in text
    assert "not official" in text


def test_pictures_have_a_text() -> None:
    for page in PAGES:
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", FENCE.sub("", page.read_text())):
            assert len(words) > 10, f"{page.name}: {target}"


def test_every_command_is_told() -> None:
    help_page = (ROOT / "run.py").read_text().partition('HELP = """')[2].partition('"""')[0]
    commands = set(re.findall(r"^python3 run\.py ([a-z]+)", help_page, re.MULTILINE))
    told = README + DEPLOYMENT + (ROOT / "CONTRIBUTING.md").read_text()
    assert {command for command in commands if f"run.py {command}" not in told} == set()


def test_the_changes_name_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_decisions_are_numbered_without_a_gap_and_have_three_parts() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:3] for page in pages] == [f"{number:03}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text()
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"], page.name
        assert len(text.split("\n")) <= 45, f"{page.name}: half a page is enough"


def test_the_licences_are_told() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "MIT License" in text
    assert "creativecommons.org/licenses/by/4.0" in text
