"""`run.py` as a person starts it: real processes, in a small copy of the project with one tiny package to install."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

RUN = Path(__file__).parent.parent / "run.py"
UNREACHABLE = "http://127.0.0.1:9/simple"
CLI = 'import os, sys, tiny\nprint("cli", sys.argv[1:], tiny.NAME, sys.prefix, os.getcwd())\n'


@dataclass
class Copy:
    """A copy of the project small enough to be set up in seconds."""

    root: Path
    packages: Path

    def run(self, *arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
        return self.python(str(self.root / "run.py"), *arguments, cwd=cwd, **environ)

    def python(self, *arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "LEARNING_"))
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd or self.root,
            env={**kept, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.packages), "PIP_RETRIES": "0", **environ},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def stamp(self) -> Path:
        return self.root / ".venv" / "installed-requirements.txt"


def tiny_wheel(folder: Path, version: str) -> str:
    """Make a package called tiny; return its line in a requirements file."""
    folder.mkdir(exist_ok=True)
    wheel = folder / f"tiny-{version}-py3-none-any.whl"
    about = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", f'NAME = "tiny {version}"\n')
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", f"tiny.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def bare(tmp_path: Path) -> Copy:
    """A fresh clone: nothing is set up."""
    copy = Copy(tmp_path / "a copy", tmp_path / "packages")
    (copy.root / "learning").mkdir(parents=True)
    shutil.copy(RUN, copy.root)
    (copy.root / "learning" / "__init__.py").touch()
    (copy.root / "learning" / "__main__.py").write_text(CLI)
    (copy.root / "requirements.txt").write_text(tiny_wheel(copy.packages, "1.0"))
    return copy


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, subprocess.CompletedProcess[str]]:
    """A clone that was started once, and what it said."""
    folder = tmp_path_factory.mktemp("run")
    copy = bare.__wrapped__(folder)  # type: ignore[attr-defined]  # the same clone, made once for the module
    return copy, copy.run()


@pytest.fixture
def ready(first_start: tuple[Copy, object], tmp_path: Path) -> Copy:
    """A clone of one's own that was started once."""
    made = first_start[0]
    copy = Copy(tmp_path / "a copy", tmp_path / "packages")
    shutil.copytree(made.root, copy.root, symlinks=True)
    shutil.copytree(made.packages, copy.packages)
    return copy


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the error, having made sure that it is one line, with exit status 2."""
    assert done.returncode == 2, done
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_the_first_start_sets_up_and_serves(first_start: tuple[Copy, subprocess.CompletedProcess[str]]) -> None:
    copy, done = first_start
    assert done.returncode == 0, done.stderr
    assert f"cli ['serve'] tiny 1.0 {copy.root / '.venv'} {copy.root}" in done.stdout
    assert copy.stamp().is_file()


def test_the_second_start_installs_nothing_and_touches_no_network(ready: Copy) -> None:
    shutil.rmtree(ready.packages)
    (ready.root / ".venv" / "pip.conf").write_text("[global]\nno-such-thing-may-be-read = [\n")
    done = ready.run("--port", "8123", "--demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].startswith("cli ['serve', '--port', '8123', '--demo'] tiny 1.0 ")


def test_it_can_be_started_from_any_folder(ready: Copy, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "learning").mkdir(parents=True)
    done = ready.run("backup", "all.tar.gz", cwd=elsewhere)
    assert done.stdout.startswith("cli ['backup', 'all.tar.gz'] tiny 1.0 ")
    assert done.stdout.rstrip().endswith(str(elsewhere))


def test_a_change_of_the_requirements_is_installed(ready: Copy) -> None:
    (ready.root / "requirements.txt").write_text(tiny_wheel(ready.packages, "2.0"))
    assert "tiny 2.0" in ready.run().stdout


def test_a_change_that_fails_is_not_taken_for_done_when_it_is_taken_back(ready: Copy) -> None:
    before = (ready.root / "requirements.txt").read_text()
    (ready.root / "requirements.txt").write_text("tiny==3.0 --hash=sha256:" + "0" * 64 + "\n")
    assert "not to be had" in one_line(ready.run())
    (ready.root / "requirements.txt").write_text(before)
    assert not ready.stamp().exists()
    assert "tiny 1.0" in ready.run().stdout


def test_a_half_made_venv_is_made_anew(ready: Copy) -> None:
    ready.stamp().unlink()
    (ready.root / ".venv" / "made").unlink()
    shutil.rmtree(next((ready.root / ".venv" / "lib").glob("python*/site-packages/pip/_vendor/packaging")))
    done = ready.run()
    assert "Setting up" in done.stdout
    assert "cli ['serve'] tiny 1.0" in done.stdout


def test_without_network_the_first_start_says_so_and_the_next_one_goes_on(ready: Copy) -> None:
    ready.stamp().unlink()
    (ready.root / "requirements.txt").write_text(tiny_wheel(ready.packages, "4.0"))
    offline = {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": UNREACHABLE, "PIP_RETRIES": "1"}
    assert "the first start needs the internet" in one_line(ready.run(**offline))
    assert not ready.stamp().exists()
    assert "tiny 4.0" in ready.run().stdout


def test_a_package_that_was_tampered_with_is_refused(ready: Copy) -> None:
    (ready.root / "requirements.txt").write_text("tiny==1.0 --hash=sha256:" + "0" * 64 + "\n")
    shutil.rmtree(next((ready.root / ".venv" / "lib").glob("python*/site-packages/tiny-1.0.dist-info")))
    assert "not the one that was released" in one_line(ready.run())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_named(ready: Copy) -> None:
    ready.stamp().unlink()
    shim = ready.root / ".venv" / "bin" / "python"
    shim.unlink()
    full = 'import os; os.write(os.open("/dev/full", os.O_WRONLY), b"x")'
    shim.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{full}'\n")
    shim.chmod(0o755)
    assert one_line(ready.run()) == "The disk is full: make room, then start again."


def test_an_old_python_is_told_so(bare: Copy) -> None:
    old = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('run.py', run_name='__main__')"
    told = one_line(bare.python("-c", old))
    assert "Python 3.11 or newer is needed, this is 3.9" in told
    assert "`python3.11 run.py`" in told


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
    assert "from __future__" not in RUN.read_text(encoding="utf-8")  # Python 3.6 knows no annotations there


def test_a_missing_ensurepip_names_debians_package(bare: Copy) -> None:
    without = "import runpy, sys; sys.modules['ensurepip'] = None; runpy.run_path('run.py', run_name='__main__')"
    assert "`apt install python3-venv`" in one_line(bare.python("-c", without))
    assert not (bare.root / ".venv").exists()


def test_a_file_in_place_of_the_venv_is_named(bare: Copy) -> None:
    (bare.root / ".venv").touch()
    assert f"{bare.root / '.venv'} is a file where a folder is needed" in one_line(bare.run())


@pytest.mark.skipif(os.name == "nt", reason="needs the rights of POSIX")
def test_a_folder_that_cannot_be_written_is_named(bare: Copy) -> None:
    given_up = textwrap.dedent("""\
        import hashlib, importlib.util, os, pathlib, runpy, pkgutil, shutil, subprocess
        if os.getuid() == 0:
            os.setgroups([]); os.setgid(65534); os.setuid(65534)
        runpy.run_path('run.py', run_name='__main__')
    """)
    with tempfile.TemporaryDirectory() as open_to_all:  # whoever has given up root's rights must still find the file
        copy = Copy(Path(open_to_all), bare.packages)
        shutil.copy(RUN, copy.root)
        (copy.root / "requirements.txt").touch()
        copy.root.chmod(0o555)
        assert f"{copy.root} cannot be written: change its owner" in one_line(copy.python("-c", given_up))
        copy.root.chmod(0o755)


def test_the_help_needs_nothing_set_up(bare: Copy) -> None:
    done = bare.run("--help")
    assert done.returncode == 0
    for word in ("test", "check", "books", "statistics", "bench", "backup", "restore", "--host", "--port", "--demo"):
        assert word in done.stdout
    assert not (bare.root / ".venv").exists()


def test_an_unknown_command_is_refused_before_anything_is_set_up(bare: Copy) -> None:
    assert 'There is no command "tset"' in one_line(bare.run("tset"))
    assert not (bare.root / ".venv").exists()


def test_a_browser_that_cannot_be_run_is_named(ready: Copy) -> None:
    shutil.copy(ready.root / "requirements.txt", ready.root / "requirements-dev.txt")
    assert "CHROMIUM names /no/such/browser" in one_line(ready.run("test", CHROMIUM="/no/such/browser"))


def test_all_checks_run_though_one_fails_and_pytest_speaks_last(ready: Copy) -> None:
    shutil.copy(ready.root / "requirements.txt", ready.root / "requirements-dev.txt")
    site = next((ready.root / ".venv" / "lib").glob("python*/site-packages"))
    for name, status in {"ruff": 0, "mypy": 1, "pytest": 0}.items():
        (site / f"{name}.py").write_text(
            f"import os, sys\nprint({name!r}, sys.argv[1:], flush=True)\nsys.exit({status})\n"
        )
    (site / "importlinter").mkdir()
    (site / "importlinter" / "__init__.py").touch()
    (site / "importlinter" / "cli.py").write_text("def lint_imports_command(): print('lint-imports ran')\n")
    (site / "pytest.py").write_text("import os; print('1 passed with', os.environ['CHROMIUM_PATH'])\n")
    done = ready.run("test", CHROMIUM=sys.executable)
    assert done.returncode == 1
    assert "lint-imports ran" in done.stdout
    assert "--- checks failed: mypy" in done.stdout
    assert done.stdout.splitlines()[-1] == f"1 passed with {sys.executable}"
    assert ready.run("test", "tests/x.py", CHROMIUM=sys.executable).returncode == 0
