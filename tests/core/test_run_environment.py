"""``scripts/environment.py`` on a bare Python, with a stand-in for uv that notes its calls."""

import shutil
import subprocess
import sys

import pytest

from cms.core.embedded.places import ROOT
from tests.core.commands import environment

UV = """#!{python}
import os, pathlib, sys
if "--version" in sys.argv:
    print("uv 0.9.0"); sys.exit(0)
root = pathlib.Path.cwd()
(root / "calls").open("a").write(" ".join(sys.argv[1:]) + "\\n")
if (root / "fail").exists():
    sys.exit(2)
target = root / ".venv" / "bin"
target.mkdir(parents=True, exist_ok=True)
if not (target / "python").exists():
    (target / "python").symlink_to({python!r})
if (root / "die").exists():
    os.kill(os.getppid(), 9)
"""
ONLY_SYSTEM = "/nowhere"


@pytest.fixture
def checkout(tmp_path):
    """The files of a fresh checkout that the script touches, and a uv on the PATH."""
    for folder in ("cms/core/embedded", "cms/settings"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "cms" / "__init__.py").touch()
    (tmp_path / "cms" / "core" / "__init__.py").touch()
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "environment.py", tmp_path / "scripts")
    (tmp_path / "uv.lock").write_text("version = 1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "bin").mkdir()
    uv = tmp_path / "bin" / "uv"
    uv.write_text(UV.format(python=sys.executable))
    uv.chmod(0o755)
    return tmp_path


def prepare(checkout, *, path="bin", script="scripts/environment.py"):
    """Run the script; whatever it says is one text."""
    return subprocess.run(
        [sys.executable, script],
        cwd=checkout,
        env=environment(PATH=str(checkout / path), VAR_DIR="var"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def calls(checkout):
    path = checkout / "calls"
    return path.read_text().splitlines() if path.exists() else []


def test_a_first_start_installs_what_the_lock_file_names(checkout):
    result = prepare(checkout)
    assert result.returncode == 0, result.stdout
    (call,) = calls(checkout)
    assert call.startswith("sync --frozen --no-python-downloads --python ")
    assert "--reinstall" not in call
    assert "[2/2] Installing the packages" in result.stdout


def test_a_later_start_does_nothing_and_says_nothing(checkout):
    prepare(checkout)
    result = prepare(checkout)
    assert (result.returncode, result.stdout) == (0, "")
    assert len(calls(checkout)) == 1


def test_a_changed_lock_file_is_installed(checkout):
    prepare(checkout)
    (checkout / "uv.lock").write_text("version = 1\n# another package\n")
    prepare(checkout)
    assert len(calls(checkout)) == 2


def test_a_start_that_was_killed_while_installing_is_made_good_by_the_next(checkout):
    (checkout / "die").touch()
    assert prepare(checkout).returncode == -9
    (checkout / "die").unlink()
    assert prepare(checkout).returncode == 0
    assert ["--reinstall" in call for call in calls(checkout)] == [False, True]
    assert prepare(checkout).stdout == ""


def test_an_environment_without_a_working_python_is_made_anew(checkout):
    (checkout / ".venv" / "lib").mkdir(parents=True)
    assert prepare(checkout).returncode == 0
    assert not (checkout / ".venv" / "lib").exists()


def test_packages_that_cannot_be_installed_are_told_in_one_sentence(checkout):
    (checkout / "fail").touch()
    result = prepare(checkout)
    assert result.returncode == 1
    assert "Traceback" not in result.stdout
    last = result.stdout.splitlines()[-1]
    assert last.startswith("Error: The packages could not be installed (uv says why above)")


def test_an_old_python_is_told_in_one_sentence(checkout):
    script = checkout / "old.py"
    script.write_text(
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 2)\n"
        "runpy.run_path('scripts/environment.py', run_name='__main__')\n"
    )
    result = prepare(checkout, script=str(script))
    assert result.returncode == 1
    assert result.stdout == (
        "Error: Python 3.11 or newer is needed and this is 3.9: install one, or name it with "
        "PYTHON=/path/to/python3 make run.\n"
    )


def test_the_script_can_be_read_by_an_old_python():
    """It has to get as far as telling the version: no syntax newer than Python 3.6."""
    import ast

    source = (ROOT / "scripts" / "environment.py").read_text()
    ast.parse(source, feature_version=(3, 6))
