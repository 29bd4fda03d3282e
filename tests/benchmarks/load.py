"""Load by wrk: requests per second and how long they take."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

REMEDY = "wrk is missing, without which nothing can be measured: apt-get install wrk"
CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("send.lua")
Message = tuple[dict[str, str], str]
"""Headers and body of a request."""
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Measured:
    """One run: requests per second, and milliseconds that half and 99 of 100 stay below."""

    rate: float
    p50: float
    p99: float
    errors: int


def is_there() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def run(
    url: str, headers: dict[str, str], seconds: int, messages: Iterable[Message] | None = None
) -> Measured:
    """Ask for the address as often as it answers, or send it the messages one after the other.

    Raises CalledProcessError when wrk fails.
    """
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    with ExitStack() as stack:
        command.append(url)
        if messages is not None:
            file = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".txt"))
            file.writelines(_line(*message) for message in messages)
            file.flush()
            command[-1:] = ["-s", str(SCRIPT), url, "--", file.name]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=seconds + 30
        )
    return parse(done.stdout)


def _line(headers: dict[str, str], body: str) -> str:
    return "\t".join([*(f"{name}: {value}" for name, value in headers.items()), body]) + "\n"


def parse(report: str) -> Measured:
    """The figures of wrk's report."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    broken = re.search(r"Socket errors: (.+)", report)
    errors = int(failed[1]) if failed else 0
    errors += sum(int(number) for number in re.findall(r"\d+", broken[1])) if broken else 0
    return Measured(
        rate=float(rate[1]) if rate else 0.0,
        p50=_milliseconds(report, 50),
        p99=_milliseconds(report, 99),
        errors=errors,
    )


def _milliseconds(report: str, percentile: int) -> float:
    found = re.search(rf"^\s+{percentile}%\s+([\d.]+)(us|ms|s|m)$", report, re.MULTILINE)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0
