"""Makes ``.venv`` hold exactly the packages of ``uv.lock``; does nothing when it does already.

Runs on a bare Python before anything is installed: standard library only, and up to the check of
the version nothing that an old Python could not read. May be killed at any moment and run again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / (os.environ.get("VAR_DIR") or "var")
STAMP = VENV / ".packages"
UNFINISHED = VAR / "environment.unfinished"
TOOLS = VAR / "tools"
NEEDED_MEGABYTES = 1500


def main():
    """Exit code 0 with a current environment, 1 after one sentence, 130 for Ctrl-C."""
    ensure_version()
    sys.path.insert(0, str(ROOT))
    from cms.core.embedded.faults import Fault

    try:
        prepare()
    except Fault as fault:
        return fail(str(fault))
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command to go on.", file=sys.stderr)
        return 130
    return 0


def ensure_version():
    """Go on with a newer Python when this one is too old and there is one; else say so and exit."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(path, [path, *sys.argv])  # noqa: S606
    found = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        fail(
            f"Python 3.11 or newer is needed and this is {found}: install one, or name it with "
            "PYTHON=/path/to/python3 make run."
        )
    )


def fail(sentence):
    print("Error: " + sentence, file=sys.stderr)
    return 1


def prepare():
    """Bring the environment up to date, one process at a time."""
    from cms.core.embedded import places
    from cms.core.embedded.progress import Steps

    if STAMP.is_file() and STAMP.read_text() == wanted():
        return
    places.make_folder(ROOT, remedy="copy the project to another folder")
    places.make_folder(VAR)
    with (VAR / "environment.lock").open("w") as lock:
        wait_for(lock)
        if STAMP.is_file() and STAMP.read_text() == wanted():
            return
        places.ensure_space(ROOT, NEEDED_MEGABYTES)
        steps = Steps(2)
        with steps.step("Finding uv, which installs the packages"):
            uv = find_uv() or install_uv()
        with steps.step("Installing the packages of uv.lock into .venv"):
            synchronise(uv)


def wanted():
    """What the stamp says when the environment is current."""
    content = (ROOT / "uv.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return f"{hashlib.sha256(content).hexdigest()} {VENV}\n"


def wait_for(lock):
    """Hold the lock; say so when another command has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another command is installing the packages; waiting for it …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def find_uv():
    """Path of a uv that runs, on the PATH or from an earlier start; None without one."""
    for path in (shutil.which("uv"), TOOLS / "bin" / "uv"):
        if path and Path(path).exists() and succeeds([path, "--version"]):
            return str(path)
    return None


def install_uv():
    """Install uv with pip below ``var/tools``, from where pip's own settings say. Raises Fault."""
    from cms.core.embedded.faults import Fault

    shutil.rmtree(TOOLS, ignore_errors=True)
    if succeeds([sys.executable, "-m", "venv", TOOLS]):
        command = [TOOLS / "bin" / "python", "-m", "pip", "install", "uv>=0.9"]
    elif succeeds([sys.executable, "-m", "pip", "--version"]):
        command = [sys.executable, "-m", "pip", "install", "--target", TOOLS, "uv>=0.9"]
    else:
        raise Fault(
            "This Python has neither venv nor pip: install them, on Debian and Ubuntu with "
            "`apt-get install python3-venv`, and start again."
        )
    result = subprocess.run(
        [*command, "--quiet", "--disable-pip-version-check"], capture_output=True, text=True
    )
    uv = find_uv()
    if uv is None:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Fault(f"uv could not be installed ({reason}): check the network and start again.")
    return uv


def synchronise(uv):
    """Install what the lock file names. A start that was killed half-way installs all anew, since a
    half-copied package looks like a whole one. Raises Fault."""
    from cms.core.embedded.faults import Fault

    if VENV.exists() and not succeeds([VENV / "bin" / "python", "-c", ""]):
        shutil.rmtree(VENV)
    again = ["--reinstall"] if UNFINISHED.exists() and VENV.exists() else []
    STAMP.unlink(missing_ok=True)
    UNFINISHED.touch()
    command = [uv, "sync", "--frozen", "--no-python-downloads", "--python", sys.executable, *again]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment.pop("VIRTUAL_ENV", None)
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        raise Fault(
            "The packages could not be installed (uv says why above): check the network and the "
            "free space, and run the same command again."
        )
    STAMP.write_text(wanted())
    UNFINISHED.unlink(missing_ok=True)


def succeeds(command):
    """Whether the command runs and ends with 0."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
