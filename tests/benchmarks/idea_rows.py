"""The rows of the table about ideas, and what no load can tell about them."""

import json
import time
import urllib.request
from dataclasses import dataclass

from tests.benchmarks import stock, table
from tests.benchmarks.stock import Stocks
from tests.benchmarks.table import Row

LEAST = (table.TRIVIAL, 0.03)
MOST_QUERIES = 15
SIMILAR_MILLISECONDS = 50.0
GROWTH_MEBIBYTES = 4.0
FEW = ", 100 ideas"
LIMITED = ("idea list", "idea list, filtered", "idea")
FLAT = ("idea list", "idea list, filtered", "idea")
FILE = "file"
"""Loaded once and not for seconds: one of 10,000 ideas takes longer than a load does."""
ANSWERS = ("similar ideas",)
"""No pages, so no limits of pages hold for them."""


@dataclass(frozen=True)
class Export:
    """How long the file of all ideas takes from the first to the last byte, and its size."""

    seconds: float
    mebibytes: float


def exported(url: str) -> Export:
    """Load the file of all ideas."""
    started = time.perf_counter()
    with urllib.request.urlopen(url, timeout=600) as answer:
        size = sum(len(part) for part in iter(lambda: answer.read(2**16), b""))
    return Export(time.perf_counter() - started, size / 2**20)


class Figures:
    """What a stock of ideas tells about itself."""

    def __init__(self, url: str) -> None:
        command = ("-m", "tests.benchmarks.idea_figures")
        found = json.loads(stock.run(command, stock.environment(url)))
        self.paths: dict[str, str] = found["paths"]
        self.similar_ms: float = found["similar_ms"]
        self.export_mib: float = found["export_mib"]
        self.export: Export | None = None


def rows(many: Figures, few: Figures, headers: dict[str, str]) -> list[Row]:
    """Pages with many ideas, the same with few beside those that must not be slower."""
    made = []
    for name, path in many.paths.items():
        if name == FILE:
            continue
        row = Row(name, "ideas", path, headers, limited=name not in ANSWERS)
        row.most_queries = MOST_QUERIES
        if name in LIMITED:
            row.least = LEAST
        made.append(row)
        if name in FLAT:
            row.flat = name + FEW
            made.append(Row(row.flat, "few ideas", few.paths[name], headers))
    bare = "idea list"
    made.append(Row(f"{bare}, no parts kept", "bare ideas", many.paths[bare], headers))
    return made


def faults(many: Figures, few: Figures) -> list[str]:
    """The targets that are missed, in words."""
    found = []
    if many.similar_ms > SIMILAR_MILLISECONDS:
        found.append(f"similar ideas take more than {SIMILAR_MILLISECONDS:.0f} ms in the database")
    if many.export_mib > few.export_mib + GROWTH_MEBIBYTES:
        found.append("the memory of an export grows with the number of ideas")
    return found


def lines(many: Figures, few: Figures) -> list[str]:
    """The figures as Markdown."""
    return [
        "| stock | similar ideas in the database, ms | memory for an export, MiB | export |",
        "|---|--:|--:|---|",
        *(
            f"| {name} | {each.similar_ms:.1f} | {each.export_mib:.1f} | {_time(each.export)} |"
            for name, each in (("many ideas", many), ("100 ideas", few))
        ),
        *(f"✗ {fault}" for fault in faults(many, few)),
    ]


def _time(export: Export | None) -> str:
    if export is None:
        return ""
    size, rate = export.mebibytes, export.mebibytes / export.seconds
    return f"{export.seconds:.2f} s for {size:.1f} MiB, {rate:.1f} MiB/s"


def servers(stocks: Stocks) -> dict[str, dict[str, str]]:
    """The environment of each server for them."""
    few, many = stock.environment(stocks.few_ideas), stock.environment(stocks.ideas)
    return {"ideas": many, "few ideas": few, "bare ideas": many | {"BENCH_KEEPS_NO_PARTS": "1"}}
