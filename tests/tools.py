"""Programs that some tests need and a machine may lack, and how to get them.

``scripts/check.py`` tells from the same list what a run left out.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HTML_VALIDATE = Path(__file__).parent / "node" / "node_modules" / ".bin" / "html-validate"


@dataclass(frozen=True)
class Tool:
    """A program, the marker of the tests that need it, and the way to it."""

    marker: str
    name: str
    path: str | None
    remedy: str


def chromium() -> Tool:
    """The browser; CHROMIUM names one in an unusual place."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else CHROMIUM))
    return Tool("browser", "Chromium", next(filter(None, found), None), "apt-get install chromium")


def html_validate() -> Tool:
    """The HTML checker, which runs on Node.js."""
    path = str(HTML_VALIDATE) if shutil.which("node") and HTML_VALIDATE.exists() else None
    remedy = "apt-get install nodejs npm, then npm ci --prefix tests/node"
    return Tool("node", "html-validate", path, remedy)


def mosquitto() -> Tool:
    """The MQTT broker; Debian puts it where only root looks for programs."""
    path = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    remedy = "apt-get install mosquitto mosquitto-clients"
    return Tool("broker", "Mosquitto", path if shutil.which("mosquitto_pub") else None, remedy)


def poppler() -> Tool:
    """Reads PDFs as a screen reader would be given them."""
    path = shutil.which("pdftotext")
    return Tool("poppler", "poppler-utils", path, "apt-get install poppler-utils")


def missing() -> list[Tool]:
    """The tools that are not here."""
    tools = (chromium(), html_validate(), poppler(), mosquitto())
    return [tool for tool in tools if tool.path is None]


def must_be_complete() -> bool:
    """Whether a missing tool is a failure: it is on the build server."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
