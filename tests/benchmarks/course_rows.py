"""The rows of the table about courses: the catalogue with 5,000 runs, beside one with 100."""

import json

from tests.benchmarks import stock, table
from tests.benchmarks.stock import Stocks
from tests.benchmarks.table import Row

LEAST = (table.TRIVIAL, 0.02)
MOST_QUERIES = 12
FEW = ", 100 runs"
FLAT = ("course",)
"""A list of 5,000 runs is searched and sorted in the database, so it may take longer than one of
100; the page of one course may not."""
FILES = ("course calendar",)


def paths(url: str) -> dict[str, str]:
    """Addresses of the measured pages of a stock."""
    found: dict[str, str] = json.loads(
        stock.run(("-m", "tests.benchmarks.course_figures"), stock.environment(url))
    )
    return found


def rows(stocks: Stocks, headers: dict[str, str]) -> list[Row]:
    """Pages with many runs, and of those that must not be slower the same with few."""
    made = []
    few = paths(stocks.few_courses)
    for name, path in paths(stocks.courses).items():
        row = Row(name, "courses", path, headers, limited=name not in FILES)
        row.most_queries = MOST_QUERIES
        row.least = None if name in FILES else LEAST
        made.append(row)
        if name in FLAT:
            row.flat = name + FEW
            made.append(Row(row.flat, "few courses", few[name], headers))
    return made


def servers(stocks: Stocks) -> dict[str, dict[str, str]]:
    """The environment of each server for them."""
    return {
        "courses": stock.environment(stocks.courses),
        "few courses": stock.environment(stocks.few_courses),
    }
