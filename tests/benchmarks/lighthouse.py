"""Lighthouse as a phone sees the site: the median of three runs."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests import tools

PROGRAM = Path(__file__).parents[1] / "node" / "node_modules" / ".bin" / "lighthouse"
REMEDY = "apt-get install nodejs npm chromium, then npm ci --prefix tests/node"
RUNS = 3
TRIES = 3
"""Of one run: on a busy machine Chromium sometimes loses the start of its trace."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PICTURES = {"Image", "Media"}


@dataclass(frozen=True)
class Report:
    """Scores from 0 to 100, and the KiB of a first view without pictures."""

    scores: dict[str, int]
    kibibytes: float


class NotMeasuredError(Exception):
    """Lighthouse ended without figures; what it said last."""


def is_there() -> bool:
    """Whether Lighthouse, Node.js and a browser are installed."""
    return PROGRAM.exists() and bool(shutil.which("node")) and bool(tools.chromium().path)


def run(url: str) -> Report:
    """The median of each figure over :data:`RUNS` runs. Raises NotMeasuredError."""
    reports = [_once(url) for _number in range(RUNS)]
    scores = {name: round(median(each.scores[name] for each in reports)) for name in CATEGORIES}
    return Report(scores, median(each.kibibytes for each in reports))


def _once(url: str) -> Report:
    for number in range(1, TRIES + 1):
        try:
            return _try(url)
        except NotMeasuredError:
            if number == TRIES:
                raise
    raise AssertionError


def _try(url: str) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        command = [PROGRAM, url, "--quiet", "--output=json", f"--output-path={target}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", "--max-wait-for-load=45000"]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
        variables = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": folder}
        variables |= {"CHROME_PATH": str(tools.chromium().path)}
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=180, env=variables
            )
        except subprocess.TimeoutExpired as error:
            raise NotMeasuredError("it did not end within three minutes") from error
        if done.returncode or not target.exists():
            raise NotMeasuredError(_last_words(done.stdout + done.stderr))
        return parse(json.loads(target.read_text()))


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def parse(report: dict) -> Report:
    """The figures of Lighthouse's report."""
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    requests = report["audits"]["network-requests"]["details"]["items"]
    size = sum(
        each.get("transferSize", 0) for each in requests if each.get("resourceType") not in PICTURES
    )
    return Report(scores, size / 1024)
