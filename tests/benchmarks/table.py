"""Targets, and the table that says whether they are met."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks.lighthouse import Report
from tests.benchmarks.load import Measured, Message

CACHED_TO_TRIVIAL = 0.8
UNCACHED_TO_NEW_PROJECT = 0.5
FLAT = 0.8
MOST_QUERIES = 20
MOST_BYTES = 60 * 1024
MOST_KIBIBYTES = 150
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 95}
TRIVIAL, NEW_PROJECT = "trivial", "new project"


@dataclass
class Row:
    """A measured page. `least` names another row and the share of its rate that is the target."""

    name: str
    server: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    least: tuple[str, float] | None = None
    flat: str = ""
    """Name of the row of the same page with few rows, which must not be much faster."""
    verdict: str = ""
    limited: bool = False
    """Whether the limits of queries and size hold for it."""
    most_queries: int = MOST_QUERIES
    messages: Callable[[], Iterable[Message]] | None = None
    """What is sent, where something is: another one with each request."""
    queries: int | None = None
    size: int = 0
    runs: list[Measured] = field(default_factory=list)
    failure: str = ""
    """Why it was not measured."""

    @property
    def rate(self) -> float:
        """Requests per second: the median of the rounds."""
        return self.median_of("rate")

    def median_of(self, name: str) -> float:
        """The median of a figure over the rounds; 0 without any."""
        return median(getattr(run, name) for run in self.runs) if self.runs else 0.0


def share(row: Row, of: Row) -> float:
    """How much of another row's rate it has: the median of the rounds, in which both were loaded
    one after the other, so that a busy machine troubles both. 0 where one was not measured."""
    shares = [
        one.rate / other.rate if other.rate else 0.0
        for one, other in zip(row.runs, of.runs, strict=False)
    ]
    return median(shares) if shares else 0.0


def faults(row: Row, rows: dict[str, Row]) -> list[str]:
    """The targets that the row misses, in words."""
    if row.failure:
        return [row.failure]
    found = []
    if row.least and share(row, rows[row.least[0]]) < row.least[1]:
        found.append(f"less than {row.least[1]} of {row.least[0]}")
    if row.flat and share(row, rows[row.flat]) < FLAT:
        found.append(f"less than {FLAT} of {row.flat}")
    if row.limited and (row.queries or 0) > row.most_queries:
        found.append(f"more than {row.most_queries} queries")
    if row.limited and row.size > MOST_BYTES:
        found.append(f"more than {MOST_BYTES // 1024} KiB")
    if any(run.errors for run in row.runs):
        found.append(f"{sum(run.errors for run in row.runs)} failed requests")
    return found


def lines(rows: dict[str, Row]) -> list[str]:
    """The table of loads as Markdown."""
    trivial = rows[TRIVIAL]
    head = (
        "| page | requests/s | of trivial | of new project | p50 ms | p99 ms | queries | KiB |  |"
    )
    made = [head, "|---|--:|--:|--:|--:|--:|--:|--:|---|"]
    for row in rows.values():
        missed = [fault.splitlines()[0] for fault in faults(row, rows)]
        mark = f"✗ {', '.join(missed)}" if missed else "✓" if row.least or row.limited else ""
        cells = (
            row.name,
            f"{row.rate:.0f}",
            f"{share(row, trivial):.3f}",
            f"{share(row, rows[NEW_PROJECT]):.2f}",
            f"{row.median_of('p50'):.1f}",
            f"{row.median_of('p99'):.1f}",
            "" if row.queries is None else str(row.queries),
            f"{row.size / 1024:.1f}",
            mark,
        )
        made.append(f"| {' | '.join(cells)} |")
    return made


def lighthouse_faults(report: Report | str) -> list[str]:
    """The targets that a page misses as a phone sees it; why there is no report is one of them."""
    if isinstance(report, str):
        return [f"not measured: {report}"]
    found = [
        f"{name} below {least}" for name, least in SCORES.items() if report.scores[name] < least
    ]
    if report.kibibytes > MOST_KIBIBYTES:
        found.append(f"more than {MOST_KIBIBYTES} KiB")
    return found


def lighthouse_lines(reports: dict[str, Report | str]) -> list[str]:
    """The table of Lighthouse's scores as Markdown."""
    made = [f"| page on a phone | {' | '.join(SCORES)} | KiB without photos |  |"]
    made.append("|---|" + "--:|" * (len(SCORES) + 1) + "---|")
    for name, report in reports.items():
        missed = lighthouse_faults(report)
        mark = f"✗ {', '.join(missed)}" if missed else "✓"
        figures = [""] * (len(SCORES) + 1)
        if not isinstance(report, str):
            figures = [str(report.scores[each]) for each in SCORES]
            figures.append(f"{report.kibibytes:.0f}")
        made.append(f"| {name} | {' | '.join(figures)} | {mark} |")
    return made
