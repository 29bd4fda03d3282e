"""The rows of the table about donations, and what no load can tell about them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from tests import databases
from tests.benchmarks import stock, table, webhooks
from tests.benchmarks.stock import Stocks
from tests.benchmarks.table import Row
from tests.simulators.stripe.client import SECRET, StripeSimulator

LEAST = (table.TRIVIAL, 0.03)
LEAST_WEBHOOKS = (table.TRIVIAL, 0.05)
MOST_QUERIES = 20
MOST_TIMES_ASKED = 4.0
FEW = ", 100 donations"
WEBHOOKS = "webhooks accepted"
COPY = "bench_copy_of_gifts"


class Figures:
    """What a stock of donations tells about itself."""

    def __init__(self, url: str, stripe: StripeSimulator | None = None) -> None:
        variables = stock.environment(url) | (payments(stripe) if stripe else {})
        found = json.loads(stock.run(("-m", "tests.benchmarks.gift_figures"), variables))
        self.paths: dict[str, str] = found["paths"]
        self.settle: list[float] = found.get("settle", [])
        self.ask: list[float] = found.get("ask", [])


def payments(stripe: StripeSimulator) -> dict[str, str]:
    """What leads a site to the simulated Stripe."""
    return {
        "STRIPE_API_KEY": stripe.key,
        "STRIPE_API_BASE": stripe.address,
        "STRIPE_WEBHOOK_SECRETS": SECRET,
    }


@contextmanager
def measured(stocks: Stocks) -> Iterator[tuple[Figures, Figures, dict[str, dict[str, str]]]]:
    """Figures of many and of few donations, and the environment of each server for them.

    Webhooks and new donations go into a copy, so that the next run finds the stock as it was.
    """
    with databases.maintenance() as server:
        databases.drop(server, COPY)
        databases.copy(server, stock.name_of(stocks.gifts), COPY)
    try:
        with StripeSimulator.start() as stripe:
            copy = stock.environment(stock.url_of(COPY)) | payments(stripe)
            figures = Figures(stock.url_of(COPY), stripe), Figures(stocks.few_gifts)
            few, many = stock.environment(stocks.few_gifts), stock.environment(stocks.gifts)
            yield *figures, {"gifts": many, "few gifts": few, "webhooks": copy}
    finally:
        with databases.maintenance() as server:
            databases.drop(server, COPY)


def rows(many: Figures, few: Figures, headers: dict[str, str]) -> list[Row]:
    """Pages with many donations, beside the same with few, and the address that Stripe tells."""
    made = []
    for name, path in many.paths.items():
        row = Row(name, "gifts", path, headers, LEAST, name + FEW, limited=True)
        row.most_queries = MOST_QUERIES
        made += [row, Row(row.flat, "few gifts", few.paths[name], headers)]
    address = "/stripe/webhook/"
    posts = Row(WEBHOOKS, "webhooks", address, least=LEAST_WEBHOOKS, messages=webhooks.messages)
    return [*made, posts]


def faults(many: Figures) -> list[str]:
    """The targets that are missed, in words."""
    if median(many.settle) > MOST_TIMES_ASKED * median(many.ask):
        return [f"settling takes more than {MOST_TIMES_ASKED:.0f} times as long as asking Stripe"]
    return []


def lines(many: Figures) -> list[str]:
    """The figures as Markdown."""
    return [
        f"| {len(many.settle)} donations, one after the other | p50 ms | p99 ms | of asking |",
        "|---|--:|--:|--:|",
        _line("asking Stripe for a payment", many.ask, many),
        _line("settling a donation", many.settle, many),
        *(f"✗ {fault}" for fault in faults(many)),
    ]


def _line(name: str, taken: list[float], many: Figures) -> str:
    half, share = median(taken), median(taken) / median(many.ask)
    return f"| {name} | {half:.1f} | {quantiles(taken, n=100)[98]:.1f} | {share:.2f} |"
