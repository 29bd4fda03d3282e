"""``make test``: every check of the project, each named with its time, and a summary at the end.

All checks run, whatever the earlier ones found, so that one run tells everything there is to fix.
Words after the command go to pytest: ``.venv/bin/python scripts/check.py tests/core -k money``
then runs those tests alone.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.core.embedded.cli import HELP_FLAGS  # noqa: E402
from cms.core.embedded.processes import end_with_parent  # noqa: E402
from tests import tools  # noqa: E402

BIN = Path(sys.executable).parent
PYTHON = sys.executable
COVERAGE = (
    "--cov=cms",
    "--cov=hardware_bridge",
    "--cov=participation",
    "--cov-report=term-missing:skip-covered",
    "--cov-fail-under=95",
)
PARALLEL = ("-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder")
LITE = ROOT / "vendor" / "django-crowdfunding-lite"
OF_LITE = ("-c", LITE / "pyproject.toml", "--rootdir", LITE, "-q", LITE / "tests")
LITE_COVERAGE = (
    "--cov=crowdfunding_lite",
    "--cov-report=term-missing:skip-covered",
    "--cov-fail-under=95",
)
TEST_SETTINGS = "--settings=cms.settings.test"


@dataclass(frozen=True)
class Check:
    """One check: its name, its command, and whether its output is shown as it runs."""

    name: str
    command: tuple[str | Path, ...]
    live: bool = False


CHECKS = (
    Check("Python: rules (ruff)", (BIN / "ruff", "check", ".")),
    Check("Python: format (ruff)", (BIN / "ruff", "format", "--check", ".")),
    Check("Templates: format and rules (djlint)", (BIN / "djlint", "themes", "--check", "--lint")),
    Check("Architecture (import-linter)", (BIN / "lint-imports",)),
    Check(
        "Types (mypy)",
        (BIN / "mypy", "cms", "hardware_bridge", "participation", LITE / "crowdfunding_lite"),
    ),
    Check(
        "Migrations match the models",
        (PYTHON, "manage.py", "makemigrations", "--check", TEST_SETTINGS),
    ),
    Check("Message catalogues", (PYTHON, "scripts/messages.py", "--check")),
    Check(
        "Crowdfunding in an empty project (pytest)",
        (PYTHON, "-m", "pytest", *OF_LITE, *LITE_COVERAGE),
    ),
    Check("Tests and coverage (pytest)", (PYTHON, "-m", "pytest", *PARALLEL, *COVERAGE), live=True),
)


def main() -> int:
    """Run the checks. Exit code 1 when one fails, 130 for Ctrl-C."""
    words = sys.argv[1:]
    if HELP_FLAGS & set(words):
        print(__doc__)
        return 0
    checks = (
        (Check("Tests (pytest)", (PYTHON, "-m", "pytest", *words), live=True),) if words else CHECKS
    )
    results: list[tuple[str, float, bool]] = []
    try:
        for number, check in enumerate(checks, 1):
            print(f"[{number}/{len(checks)}] {check.name} …", flush=True)
            started = time.monotonic()
            passed = run(check)
            results.append((check.name, time.monotonic() - started, passed))
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command to start over; nothing was changed.")
        return 130
    return summary(results)


def run(check: Check) -> bool:
    """Whether the check passes; what it has to say is shown when it does not."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    if check.live:
        live = subprocess.run(check.command, cwd=ROOT, env=environment, preexec_fn=end_with_parent)
        return live.returncode == 0
    result = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=end_with_parent,
    )
    if result.returncode:
        print(result.stdout)
    return result.returncode == 0


def summary(results: list[tuple[str, float, bool]]) -> int:
    """Print what passed, what failed and what was left out; the exit code."""
    print("\nSummary")
    for name, seconds, passed in results:
        print(f"  {'passed' if passed else 'FAILED'}  {name} ({seconds:.0f} s)")
    for tool in tools.missing():
        verdict = "FAILED  " if tools.must_be_complete() else "left out"
        print(f"  {verdict} tests marked “{tool.marker}”: {tool.name} is missing: {tool.remedy}")
    incomplete = bool(tools.missing()) and tools.must_be_complete()
    return 1 if incomplete or not all(passed for _name, _seconds, passed in results) else 0


if __name__ == "__main__":
    sys.exit(main())
