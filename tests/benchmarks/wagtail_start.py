"""The project that ``wagtail start`` makes, as it comes, out of debug mode."""

import subprocess
import sys
from pathlib import Path

NAME = "newproject"
_SETTINGS = """
from .base import *

DEBUG = False
SECRET_KEY = "newproject-" * 5
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""


def make(folder: Path) -> dict[str, str]:
    """Make it in the folder, with its SQLite database; the environment it runs in."""
    tool = Path(sys.executable).parent / "wagtail"
    subprocess.run([tool, "start", NAME, folder], check=True, capture_output=True, timeout=120)
    (folder / NAME / "settings" / "bench.py").write_text(_SETTINGS)
    variables = {"DJANGO_SETTINGS_MODULE": f"{NAME}.settings.bench", "PYTHONPATH": str(folder)}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=folder,
        env=variables,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return variables
