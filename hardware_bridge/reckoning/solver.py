"""The process that asks VROOM: matrices of metres in, the order of the stops of each out.

VROOM comes with numpy and pandas, 90 MB that no web process should keep for a second's work; and
a solver that hangs or falls can be ended.
"""

import json
import sys

import vroom

EXPLORATION = 5


def solve(matrix: list[list[int]]) -> list[int]:
    """The order of all points but the first, which is the depot; counted from 0 without it."""
    problem = vroom.Input()
    # Metres stand for seconds: what is shortest is wanted, and VROOM makes the time least.
    problem.set_durations_matrix(profile="car", matrix_input=matrix)
    problem.add_vehicle(vroom.Vehicle(1, start=0, end=0))
    problem.add_job([vroom.Job(stop, location=stop) for stop in range(1, len(matrix))])
    solution = problem.solve(exploration_level=EXPLORATION, nb_threads=1).to_dict()
    steps = [step for route in solution["routes"] for step in route["steps"]]
    return [step["id"] - 1 for step in steps if step["type"] == "job"]


if __name__ == "__main__":
    json.dump([solve(matrix) for matrix in json.load(sys.stdin)], sys.stdout)
