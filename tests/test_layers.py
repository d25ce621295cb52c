"""The laws of the house (architecture.md, section 1) that import-linter does not keep: doors, purity, no hidden
imports, sizes. Each law is a function from a package's folder to its breaches, so that it is shown to fail on planted
ones.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).parent.parent
PACKAGE = BASE / "learning"

ROOMS = frozenset(
    {"people", "c102", "courses", "cohorts", "progress", "lessons", "quiz", "remarks", "analytics", "books", "recall",
     "home"}
)  # fmt: skip
"""The rooms of section 3 that stand; `kernel` is the ground, all else is a tool or the roof."""

ROLES = frozenset({"__init__", "service", "source", "tables", "forms", "routes", "queries"})
"""The files of section 2: every other module of a room is a rule."""

PRIVATE = frozenset({"tables", "forms", "routes", "queries"})
"""What no other room may import."""

ROOF = frozenset({"__main__", "app", "cli", "counts", "demo", "serving"})
"""Where all rooms meet: these may import routes, to register them; the rest stays closed to them too."""

OPENED = {"analytics": frozenset({"tables"})} | dict.fromkeys(ROOF, frozenset({"routes"}))
"""What of the rest is open to whom: `analytics` reads the tables of other rooms, since it reads thousands of rows."""

RULES_OF_GROUND_EXCEPT = frozenset({"source", "schema"})
"""kernel/source reads YAML (it is the `source` of the ground); kernel/schema types what kernel/source read."""

EXCEPTIONS = frozenset({
    "books/press",  # a program of its own: sets a folder's text as PDF with a library that must not live in the server
    "quiz/entry",  # what a quiz file tells its course: text to values by the room's `source`, as `Kind.read` wants it
})  # fmt: skip
"""Modules that no law calls a rule, each with its reason."""

LIBRARIES = {"recall/schedule": frozenset({"fsrs"})}
"""Rules that stand on a library which is pure as they use it (the moment is handed in, the dice are off), and on which.
See docs/decisions/014."""

FRAMEWORKS = frozenset(
    {"flask", "sqlalchemy", "wtforms", "flask_wtf", "flask_login", "flask_sqlalchemy", "flask_babel"}
)

IMPURE_MODULES = frozenset({
    "os", "io", "sys", "pathlib", "shutil", "tempfile", "glob", "random", "secrets", "time", "socket", "ssl", "http",
    "urllib.request", "subprocess", "threading", "multiprocessing", "asyncio", "logging", "sqlite3", "smtplib",
    "contextvars", "signal", "importlib", "pickle",
})  # fmt: skip
"""Files, environment, clock, dice, network, processes."""

STANDARD = sys.stdlib_module_names
IMPURE_CALLS = frozenset({"now", "utcnow", "today", "uuid4", "uuid1", "open", "print", "input", "eval", "exec"})

Law = Callable[[Path], list[str]]


def modules(package: Path) -> Iterator[tuple[tuple[str, ...], ast.Module]]:
    """Walk the package's modules, migrations left out (steps made by a tool and run once)."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[0] != "migrations":
            yield parts, ast.parse(path.read_text(encoding="utf-8"))


def is_rule(parts: tuple[str, ...]) -> bool:
    """True for a rule module of a room or of the ground."""
    if parts[0] == "kernel":
        return parts[-1] not in RULES_OF_GROUND_EXCEPT
    return parts[0] in ROOMS and parts[-1] not in ROLES and "/".join(parts) not in EXCEPTIONS


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and full name of all that is imported; `from a import b` gives "a" and "a.b"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def hidden_imports(package: Path) -> list[str]:
    """No import inside a function, none behind TYPE_CHECKING, none relative, none by name at run time."""
    found = []
    for parts, tree in modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                found += [f"{'/'.join(parts)}:{line} imports {name} in a function" for line, name in imports(node)]
            if isinstance(node, ast.Name | ast.Attribute | ast.alias) and "TYPE_CHECKING" in ast.dump(node):
                found.append(f"{'/'.join(parts)}: TYPE_CHECKING")
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("__import__", "importlib.import_module"):
                found.append(f"{'/'.join(parts)}:{node.lineno} imports by name")
        found += [f"{'/'.join(parts)}:{line} relative" for line, name in imports(tree) if name.startswith(".")]
    return found


def doors(package: Path) -> list[str]:
    """A room is entered by its service, its source and its rule modules; only the roof takes routes."""
    found = []
    for parts, tree in modules(package):
        for line, name in imports(tree):
            steps = name.split(".")
            if steps[0] != "learning" or len(steps) < 3 or steps[1] not in ROOMS or steps[1] == parts[0]:
                continue
            closed = PRIVATE.intersection(steps[2:]) - OPENED.get(parts[0], frozenset())
            if closed:
                found.append(f"{'/'.join(parts)}:{line} enters {name}")
    return found


def purity(package: Path) -> list[str]:
    """A rule imports the standard library and rules from below; no files, environment, clock, dice, framework."""
    found = []
    for parts, tree in modules(package):
        if not is_rule(parts):
            continue
        where = "/".join(parts)
        for line, name in imports(tree):
            if name.startswith("learning."):
                if not _may_a_rule_import(name, package):
                    found.append(f"{where}:{line} imports {name}")
            elif not IMPURE_MODULES.isdisjoint({name, name.split(".")[0]}) or name.split(".")[0] not in (
                STANDARD | LIBRARIES.get(where, frozenset())
            ):
                found.append(f"{where}:{line} imports {name}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in IMPURE_CALLS:
                found.append(f"{where}:{node.lineno} calls {ast.unparse(node.func)}")
    return found


SCHEMA_FOR_SETTINGS = frozenset({"learning.kernel.schema", "learning.kernel.source"})
"""A rule may say how its settings are typed (QuizSettings): kernel/schema is pure in what it does, and imports
the types of kernel/source, which alone reads YAML."""


def _may_a_rule_import(name: str, package: Path) -> bool:
    steps = name.split(".")[1:]
    if any(name == each or name.startswith(f"{each}.") for each in SCHEMA_FOR_SETTINGS):
        return True
    while steps and not (package.joinpath(*steps).with_suffix(".py").exists() or package.joinpath(*steps).is_dir()):
        steps = steps[:-1]  # the last step is a name inside a module
    if not steps:
        return False
    if package.joinpath(*steps).is_dir():
        return steps[0] in ROOMS | {"kernel"}  # a package holds a docstring only; what is taken of it is seen as well
    return is_rule(tuple(steps))


def sizes(package: Path) -> list[str]:
    """Modules of at most 400 lines, functions of at most 60."""
    found = []
    for path in sorted(package.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > 400:
            found.append(f"{path.name} has {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 60:
                    found.append(f"{path.name}: {node.name} has {lines} lines")
    return found


def empty_inits(package: Path) -> list[str]:
    """An `__init__.py` holds a docstring and no code, so that importing a rule imports no framework."""
    return [
        "/".join(parts)
        for parts, tree in modules(package)
        if parts[-1] == "__init__" and (len(tree.body) > 1 or ast.get_docstring(tree) is None)
    ]


LAWS: tuple[Law, ...] = (hidden_imports, doors, purity, sizes, empty_inits)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps_the_law(law: Law) -> None:
    assert law(PACKAGE) == []


def test_every_folder_of_the_package_is_known_to_the_laws() -> None:
    """A new room must be named here, or no law would look at it."""
    tools = {"kernel", "web", "outbox", "markup", "backup", "migrations"}
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - ROOMS == tools


PLANTED: tuple[tuple[Law, str, str], ...] = (
    (hidden_imports, "quiz/service.py", "def f():\n    import json\n"),
    (hidden_imports, "quiz/service.py", "def f():\n    from learning.quiz import grading\n"),
    (hidden_imports, "quiz/grading.py", "from typing import TYPE_CHECKING\n"),
    (hidden_imports, "quiz/grading.py", "import typing\nif typing.TYPE_CHECKING:\n    import json\n"),
    (hidden_imports, "quiz/grading.py", "from . import service\n"),
    (hidden_imports, "quiz/grading.py", "x = __import__('json')\n"),
    (doors, "quiz/service.py", "from learning.progress.tables import FactRow\n"),
    (doors, "quiz/service.py", "from learning.progress import tables\n"),
    (doors, "home/routes.py", "import learning.people.queries\n"),
    (doors, "home/routes.py", "from learning.people.office.forms import GrantForm\n"),
    (doors, "home/routes.py", "from learning.quiz.routes import blueprint\n"),
    (doors, "app.py", "from learning.quiz.tables import AttemptRow\n"),
    (doors, "analytics/service.py", "from learning.quiz import queries\n"),
    (purity, "quiz/grading.py", "import os\n"),
    (purity, "quiz/grading.py", "from pathlib import Path\n"),
    (purity, "quiz/grading.py", "import random\n"),
    (purity, "quiz/grading.py", "from datetime import datetime\nx = datetime.now()\n"),
    (purity, "quiz/grading.py", "from uuid import uuid4\nx = uuid4()\n"),
    (purity, "quiz/grading.py", "import yaml\n"),
    (purity, "recall/choosing.py", "import fsrs\n"),
    (purity, "recall/schedule.py", "import random\n"),
    (purity, "quiz/grading.py", "from flask import request\n"),
    (purity, "quiz/grading.py", "from learning.quiz import service\n"),
    (purity, "quiz/grading.py", "from learning.quiz.tables import AttemptRow\n"),
    (purity, "quiz/grading.py", "from learning.db import db\n"),
    (purity, "quiz/grading.py", "from learning.markup.render import fragment\n"),
    (purity, "kernel/score.py", "import time\n"),
    (sizes, "quiz/grading.py", "x = 1\n" * 401),
    (sizes, "quiz/grading.py", "def f():\n" + "    x = 1\n" * 60),
    (empty_inits, "quiz/__init__.py", '"""A room."""\nx = 1\n'),
    (empty_inits, "quiz/__init__.py", ""),
)


@pytest.mark.parametrize(("law", "file", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_a_planted_breach_is_found(law: Law, file: str, text: str, tmp_path: Path) -> None:
    for name in ("quiz/service", "quiz/tables", "progress/tables", "db", "markup/render"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text('"""Empty."""\n')
    planted = tmp_path / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(text)
    assert law(tmp_path), text


def test_what_is_allowed_is_not_called_a_breach(tmp_path: Path) -> None:
    for file, text in {
        "quiz/grading.py": "import re\nfrom learning.quiz.answers import f\nfrom learning.kernel.schema import TEXT\n",
        "quiz/answers.py": "from decimal import Decimal\nfrom learning.progress import ledger\n",
        "quiz/service.py": "import os\nfrom learning.progress import service\nfrom learning.quiz.tables import A\n",
        "progress/ledger.py": "from collections.abc import Iterable\n",
        "analytics/queries.py": "from learning.quiz.tables import AttemptRow\n",
        "app.py": "from learning.quiz.routes import blueprint\n",
    }.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    assert [law(tmp_path) for law in (hidden_imports, doors, purity, sizes)] == [[], [], [], []]


def test_importing_every_rule_loads_no_framework() -> None:
    """In a process of its own: what the rules draw in, they draw in by themselves."""
    rules = [f"learning.{'.'.join(parts)}" for parts, _ in modules(PACKAGE) if is_rule(parts)]
    assert len(rules) > 40
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[2:]: importlib.import_module(name)\n"
        "print(*sorted({each.split('.')[0] for each in sys.modules} & set(sys.argv[1].split(','))))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, ",".join(FRAMEWORKS | {"markdown", "yaml"}), *rules],
        capture_output=True, text=True, check=True, cwd=BASE,
    )  # fmt: skip
    # yaml comes with kernel/source, whose types kernel/schema needs (see SCHEMA_FOR_SETTINGS); nothing else may come.
    assert set(result.stdout.split()) <= {"yaml"}
