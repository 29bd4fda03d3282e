"""Answers as Stripe shapes them: expanded objects and pages of lists."""

from collections.abc import Callable
from typing import Any

from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World, public

DEEPEST = 4
DEFAULT_LIMIT, HIGHEST_LIMIT = 10, 100
RANGES: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}


def expanded(world: World, one: Object, paths: list[str]) -> Object:
    """A copy of the object with what ``expand[]`` asks for. Raises Refused."""
    answer = public(one)
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise Refused(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}",
                code="property_expansion_max_depth",
                param="expand",
            )
        _expand(world, answer, steps, path)
    return answer


def _expand(world: World, inside: Any, steps: list[str], path: str) -> None:
    if isinstance(inside, list):
        for one in inside:
            _expand(world, one, steps, path)
        return
    if not steps or inside is None:
        return
    step, *rest = steps
    included = INCLUDED.get((inside.get("object", ""), step))
    if included:
        inside[step] = public(included(world, inside["id"]))
    elif step not in inside:
        raise _not_expandable(step)
    elif isinstance(inside[step], str):
        _replace_id(world, inside, step)
    _expand(world, inside[step], rest, path)


def _replace_id(world: World, inside: Object, step: str) -> None:
    allowed = world.excerpt.expandable.get(inside.get("object", ""))
    found = world.store.find(inside[step])
    if found is None or (allowed is not None and step not in allowed):
        raise _not_expandable(step)
    inside[step] = public(found)


def _not_expandable(step: str) -> Refused:
    return Refused(f"This property cannot be expanded ({step}).", param="expand")


# Lists that an answer carries only when it is asked for them.
INCLUDED: dict[tuple[str, str], Callable[[World, str], Object]] = {}


def includes(kind: str, name: str) -> Callable[[Callable], Callable]:
    """The function makes a list of this kind of object that is there only when expanded."""

    def register(function: Callable[[World, str], Object]) -> Callable[[World, str], Object]:
        INCLUDED[kind, name] = function
        return function

    return register


def listed(ones: list[Object], url: str, *, has_more: bool = False) -> Object:
    """A list object."""
    return {"object": "list", "data": ones, "has_more": has_more, "url": url}


def page(ones: list[Object], params: Object, url: str) -> Object:
    """A page of what is newest first, by ``created``, the cursors and ``limit``. Raises Refused."""
    limit = params.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= HIGHEST_LIMIT:
        raise Refused(
            f"This value must be {'greater' if limit < 1 else 'less'} than or equal to "
            f"{1 if limit < 1 else HIGHEST_LIMIT} (it currently is '{limit}').",
            code="parameter_invalid_integer",
            param="limit",
        )
    ones = [one for one in ones if _within(one.get("created", 0), params.get("created"))]
    if "ending_before" in params:
        before = ones[: _place(ones, params["ending_before"], "ending_before")]
        return listed(before[-limit:], url, has_more=len(before) > limit)
    if "starting_after" in params:
        ones = ones[_place(ones, params["starting_after"], "starting_after") + 1 :]
    return listed(ones[:limit], url, has_more=len(ones) > limit)


def _place(ones: list[Object], key: str, param: str) -> int:
    for place, one in enumerate(ones):
        if one["id"] == key:
            return place
    raise Refused(f"No such object: '{key}'", code="resource_missing", param=param)


def _within(created: int, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return all(RANGES[word](created, bound) for word, bound in wanted.items())
    return wanted in (None, created)


def matching(ones: list[Object], params: Object, *names: str) -> list[Object]:
    """Those whose fields are what the parameters of the same names say."""
    wanted = {name: params[name] for name in names if name in params}
    return [one for one in ones if all(one[name] == value for name, value in wanted.items())]
