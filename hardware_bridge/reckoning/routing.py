"""The shortest tour from a depot by all stops and back.

Distances come from a function that can be put in place of :func:`crow_flies` by the setting
``HARDWARE_DISTANCES``. The order is VROOM's, in a process of its own (``solver.py``).
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hardware_bridge.reckoning.geometry import Point, metres_between

Matrix = list[list[int]]
ROOT = Path(__file__).resolve().parents[2]
MOST_STOPS = 200
SECONDS = 30


class RoutingError(Exception):
    """No order was found: the solver failed, or took too long."""


@dataclass(frozen=True)
class Route:
    """Stops in their order, as places in the list that was given; and metres, of which the last
    are the way back."""

    order: list[int]
    legs: list[int]

    @property
    def metres(self) -> int:
        """The whole way."""
        return sum(self.legs)


def crow_flies(points: Sequence[Point]) -> Matrix:
    """Metres from each point to each."""
    return [[round(metres_between(one, other)) for other in points] for one in points]


def best_routes(matrices: Sequence[Matrix]) -> list[Route]:
    """For each matrix the best order from its first point by all others and back to it.

    Raises RoutingError. One process solves all, which takes a second, mostly for its start.
    """
    if any(len(matrix) - 1 > MOST_STOPS for matrix in matrices):
        raise RoutingError("too many stops")
    asked = [matrix for matrix in matrices if len(matrix) > 2]
    answers = iter(_solved(asked) if asked else [])
    return [_route(matrix, next(answers) if len(matrix) > 2 else None) for matrix in matrices]


def best_route(matrix: Matrix) -> Route:
    """As :func:`best_routes`, for one."""
    return best_routes([matrix])[0]


def _route(matrix: Matrix, order: list[int] | None) -> Route:
    stops = max(0, len(matrix) - 1)
    order = list(range(stops)) if order is None else order
    if sorted(order) != list(range(stops)):
        raise RoutingError("not every stop is in it")
    if not stops:
        return Route([], [])
    way = [0, *(stop + 1 for stop in order), 0]
    return Route(order, [matrix[one][other] for one, other in pairwise(way)])


def _solved(matrices: list[Matrix]) -> list[list[int]]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hardware_bridge.reckoning.solver"],
            input=json.dumps(matrices).encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=ROOT,
            check=True,
        )
        return [[int(stop) for stop in order] for order in json.loads(done.stdout)]
    except (subprocess.SubprocessError, OSError, ValueError, TypeError) as error:
        raise RoutingError(str(error)[:300]) from error
