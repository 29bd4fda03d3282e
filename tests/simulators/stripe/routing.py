"""Which function answers which of Stripe's operations."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.simulators.stripe.errors import unknown_path
from tests.simulators.stripe.store import Object

Answer = Callable[..., Object]


@dataclass(frozen=True)
class Route:
    """An operation: ``operation`` is method and path as Stripe's schema names them."""

    operation: str
    pattern: re.Pattern[str]
    answer: Answer


ROUTES: list[Route] = []


def route(method: str, path: str) -> Callable[[Answer], Answer]:
    """The function answers this operation; it gets world, parameters and the path's words."""

    def register(function: Answer) -> Answer:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
        ROUTES.append(Route(f"{method} {path}", re.compile(f"{method} {pattern}"), function))
        return function

    return register


def find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route and the words of the path. Raises Refused."""
    for one in ROUTES:
        if match := one.pattern.fullmatch(f"{method} {path}"):
            return one, match.groupdict()
    raise unknown_path(method, path)


def operations() -> list[str]:
    """All that are spoken."""
    return sorted(one.operation for one in ROUTES)
