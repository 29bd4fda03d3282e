"""Reading in a process of its own, which can be ended and owns no secret.

What a calendar makes a parser do cannot be known beforehand. The process has limits of memory and
of time, an environment without keys and passwords, and is gone when it has answered.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.records import Reading, Window

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 30
MEMORY = 700 * 1024 * 1024
KEPT_VARIABLES = (
    *("PATH", "LANG", "LC_ALL", "SYSTEMROOT"),
    *("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"),  # so that tests see what runs here
)


def read_apart(data: bytes, window: Window, content_type: str = "") -> Reading:
    """As ``events.read``. Raises FeedError, ``TOO_HARD`` when the process had to be ended."""
    asked = {
        "start": int(window.start.timestamp()),
        "end": int(window.end.timestamp()),
        "content_type": content_type[:200],
    }
    answer = _answer(json.dumps(asked).encode() + b"\n" + data)
    if "fault" in answer:
        raise FeedError(Fault(answer["fault"]), answer["detail"])
    return Reading.from_plain(answer)


def _answer(question: bytes) -> dict[str, Any]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "participation.culture.reading.process"],
            input=question,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=ROOT,
            env=kept,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise FeedError(Fault.TOO_HARD) from error
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _main() -> None:
    """Read a question from standard input and write the answer to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from participation.culture.reading.events import read

    head, _newline, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    window = Window.of_seconds(asked["start"], asked["end"])
    try:
        answer = read(data, window, asked["content_type"]).plain()
    except FeedError as error:
        answer = {"fault": error.fault, "detail": error.detail}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
