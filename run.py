"""Set up what is missing, then start the site or one of its commands: `python3 run.py --help`.

Needs nothing but Python. Everything is put beside this file: packages in `.venv`, data in `instance`.
An older Python must be able to read this file in order to say that it is too old: no syntax newer than 3.6 in it.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  # this file is started by whatever Python the machine has
    sys.stderr.write(
        "Python 3.11 or newer is needed, this is {}.{}: install it, then start with it, "
        "for example `python3.11 run.py`.\n".format(*sys.version_info[:2])
    )
    sys.exit(2)

HELP = """\
python3 run.py [--host HOST] [--port PORT] [--demo]
    Set up what is missing and serve the site, on http://127.0.0.1:8000 unless told otherwise.
    --host HOST   address to serve on; 0.0.0.0 is every address of this machine
    --port PORT   port to serve on
    --demo        try it out: a data folder of its own, with made-up people (this machine only)

python3 run.py test [ARGUMENT...]     run the checks and all tests; arguments go to pytest, then without the checks
python3 run.py check [COURSE...]      say what is wrong in the courses, with file and line
python3 run.py books [COURSE...] [--to FOLDER]   make the books of the courses (PDF, HTML) now
python3 run.py statistics             compute the statistics of all quizzes now
python3 run.py bench [--json FILE]    measure the server
python3 run.py backup FILE            write all data into one archive
python3 run.py restore FILE           bring an archive back
python3 run.py --help                 this page

Settings are environment variables such as LEARNING_PORT; docs/deployment.md lists them.
"""
COMMANDS = ("serve", "test", "check", "books", "statistics", "bench", "backup", "restore")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER_FILES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)

LITTLE_SPACE = 20 << 20  # bytes: with less, a step that failed has failed for that (venv keeps pip's reason to itself)

# What venv and pip print when they fail, and what to do about it. The first that fits is said.
FAILURES = (
    (
        ("no space left", "disk quota exceeded"),
        "The disk is full: make room, then start again.",
    ),
    (
        ("permission denied", "read-only file system"),
        "{root} cannot be written: change its owner or rights, or copy it to a place of yours.",
    ),
    (
        ("ensurepip is not available", "no module named ensurepip"),
        "Python's venv is missing: install it (Debian, Ubuntu: `apt install python3-venv`), then start again.",
    ),
    (
        ("do not match the hashes",),
        "A package is not the one that was released: start again; if this stays, ask who runs your package index.",
    ),
    (
        (
            "connectionerror",
            "connection broken",
            "connection refused",
            "connecttimeout",
            "readtimeout",
            "read timed out",
            "proxyerror",
            "max retries",
            "name resolution",
            "unreachable",
            "certificate verify failed",
        ),
        "The packages could not be fetched: the first start needs the internet. "
        "Check the connection (behind a proxy: HTTPS_PROXY), then start again.",
    ),
    (
        ("no matching distribution",),
        "A package is not to be had for this system or this Python: use a common Linux, macOS or Windows, "
        "and look at pip's settings (PIP_INDEX_URL, PIP_NO_INDEX).",
    ),
)


class Stop(Exception):
    """Nothing more can be done; the text is one line with the remedy."""


def main(arguments: list[str]) -> int:
    """Do one command; return its exit status."""
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(HELP, end="")
        return 0
    if not arguments or arguments[0].startswith("-"):
        arguments = ["serve", *arguments]
    command, rest = arguments[0], arguments[1:]
    if command not in COMMANDS:
        raise Stop(f'There is no command "{command}": use one of {", ".join(COMMANDS[1:])}, or none to serve.')
    prepare(ROOT / "requirements.txt")
    if command != "test":
        return start(["learning", command, *rest])
    prepare(ROOT / "requirements-dev.txt")
    return test(rest)


# --- setting up ---


GROUND = f"Python {sys.version_info[0]}.{sys.version_info[1]} on {sys.platform}"
"""What packages are made for: under another Python all are installed anew."""

MADE = VENV / "made"
"""The file that says that `.venv` was made, pip included, to the end, and on what ground."""


def fingerprint(requirements: Path) -> str:
    """Return what changes when `requirements` has to be installed anew."""
    return hashlib.sha256(GROUND.encode() + requirements.read_bytes()).hexdigest()


def stamp_of(requirements: Path) -> Path:
    """Return the file that says that `requirements` was installed, to the end."""
    return VENV / f"installed-{requirements.name}"


def holds(stamp: Path, text: str) -> bool:
    """True when `stamp` is there and says `text`."""
    return stamp.is_file() and stamp.read_text() == text


def prepare(requirements: Path) -> None:
    """Make `.venv` hold what `requirements` lists; once that is done, do nothing and touch no network."""
    whole = PYTHON.exists() and holds(MADE, GROUND)
    stamp = stamp_of(requirements)
    if whole and holds(stamp, fingerprint(requirements)):
        return
    for old in VENV.glob("installed-*"):  # a change that breaks off half-way leaves no stamp to be believed
        if old == stamp or requirements.name == "requirements.txt":
            old.unlink()
    if not whole:
        make_venv()
    print(f"Installing the packages of {requirements.name}: once, this may take some minutes.", flush=True)
    pip = [str(PYTHON), "-P", "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    run_or_stop([*pip, "install", "--require-hashes", "-r", str(requirements)])
    stamp.write_text(fingerprint(requirements))


def make_venv() -> None:
    """Make `.venv` anew, in place of what is there."""
    if VENV.exists() and not VENV.is_dir():
        raise Stop(f"{VENV} is a file where a folder is needed: move it away, then start again.")
    if not os.access(ROOT, os.W_OK):
        raise Stop(reason("permission denied"))
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Stop(reason("ensurepip is not available"))
    print(f"Setting up {VENV}", flush=True)
    run_or_stop([sys.executable, "-m", "venv", "--clear", str(VENV)])
    MADE.write_text(GROUND)


def run_or_stop(command: list[str]) -> None:
    """Run a step of the setting up; when it fails, say why in one line."""
    environ = {**os.environ, "PIP_USER": "0"}  # a pip told to install for the user cannot install into a venv
    done = subprocess.run(
        command,
        cwd=str(ROOT),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Stop(reason("no space left" if shutil.disk_usage(str(ROOT)).free < LITTLE_SPACE else done.stdout))


def reason(output: str) -> str:
    """Return one line for what a failed step printed."""
    lowered = output.lower()
    for signs, remedy in FAILURES:
        if any(sign in lowered for sign in signs):
            return remedy.format(root=ROOT)
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no reason was given"]
    told = [line for line in lines if line.lower().startswith("error")] or lines
    return f"Setting up failed: {told[-1]} (remove {VENV} and start again; if this stays, report that line)."


# --- starting ---


def surroundings() -> dict[str, str]:
    """Return the environment of what is started: the package is found wherever the command was given."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # With an arena for each of hundreds of threads, glibc's allocator keeps twice the memory after a rush.
    return {"MALLOC_ARENA_MAX": "2", **os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def start(module: list[str]) -> int:
    """Become the named module, run by the Python of `.venv`; where a process cannot, wait for it."""
    command = [str(PYTHON), "-P", "-m", *module]
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, surroundings())  # noqa: S606  # no shell is wanted
    return subprocess.run(command, env=surroundings(), check=False).returncode


# --- testing ---


CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


def test(arguments: list[str]) -> int:
    """Run the checks, then the tests; all are run, pytest's summary is printed last. Non-zero when one failed."""
    environ = {**surroundings(), **browser()}
    if arguments:
        return step("pytest", ["-m", "pytest", *arguments], environ)
    failed = [name for name, python in CHECKS.items() if step(name, python, environ)]
    print(f"--- checks failed: {', '.join(failed)}" if failed else f"--- checks passed: {', '.join(CHECKS)}")
    parallel = str(max(2, min(4, os.cpu_count() or 2)))
    return step("pytest", ["-m", "pytest", "-n", parallel], environ) or int(bool(failed))


def step(name: str, python: list[str], environ: dict[str, str]) -> int:
    """Run the Python of `.venv` in the root folder; return its exit status."""
    print(f"--- {name}", flush=True)
    return subprocess.run([str(PYTHON), "-P", *python], cwd=str(ROOT), env=environ, check=False).returncode


def browser() -> dict[str, str]:
    """Return CHROMIUM_PATH for the browser tests; nothing, and a word why, where there is no Chromium."""
    named = os.environ.get("CHROMIUM")
    if named and shutil.which(named) is None:
        raise Stop(f"CHROMIUM names {named}, which cannot be run: name a Chromium, or leave it out.")
    found = shutil.which(named) if named else installed_browser() or playwrights_browser()
    if found:
        return {"CHROMIUM_PATH": found}
    print("No Chromium: the browser tests are skipped. Install it (Debian: chromium) or name it in CHROMIUM.")
    return {}


def installed_browser() -> str | None:
    """Return the path of the system's Chromium or a relative of it."""
    return next(filter(None, map(shutil.which, (*BROWSERS, *BROWSER_FILES))), None)


def playwrights_browser() -> str | None:
    """Return the path of Playwright's own Chromium, fetched where it can be had."""
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as it: print(it.chromium.executable_path)"
    python = [str(PYTHON), "-P"]
    try:
        subprocess.run(
            [*python, "-m", "playwright", "install", "chromium"], capture_output=True, timeout=600, check=False
        )
        asked = subprocess.run([*python, "-c", ask], capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return None
    return shutil.which(asked.stdout.strip())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print(reason(str(error)), file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
