"""Form-encoded parameters, checked and typed by Stripe's own schema.

``line_items[0][price_data][currency]=eur`` becomes nested values; whatever the schema does not know
or cannot read is refused in Stripe's words.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.schema import Schema

MOST_FIELDS = 2000
Tree = dict[str, Any]


def parse(encoded: str) -> Tree:
    """The tree of strings; lists are still mappings from their indexes. Raises Refused."""
    tree: Tree = {}
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Refused("Invalid request: too many parameters.") from error
    for name, value in pairs:
        _put(tree, _steps(name), value)
    return tree


def _steps(name: str) -> list[str]:
    first, *rest = name.split("[")
    return [first, *(step.removesuffix("]") for step in rest)]


def _put(tree: Tree, steps: list[str], value: str) -> None:
    *way, last = steps
    for step in way:
        tree = tree.setdefault(step or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise Refused(f"Invalid request: '{step}' is given twice.", param=steps[0])
    tree[last or str(len(tree))] = value


def typed(schema: Schema, tree: Tree) -> Tree:
    """The parameters with the types of the schema. Raises Refused."""
    return _object(schema, tree, "")


def _value(schema: Schema, value: Any, name: str) -> Any:
    if "anyOf" in schema:
        return _any_of(schema["anyOf"], value, name)
    return READERS[schema["type"]](schema, value, name)


def _any_of(choices: list[Schema], value: Any, name: str) -> Any:
    """The first that fits; otherwise what the one of the right shape says."""
    refusals = []
    for choice in choices:
        try:
            return _value(choice, value, name)
        except Refused as refusal:
            shaped = isinstance(value, dict) == (choice.get("type") in {"object", "array"})
            refusals.append((not (shaped and choice.get("enum") != [""]), refusal))
    raise min(refusals, key=lambda pair: pair[0])[1]


def _object(schema: Schema, value: Any, name: str) -> Tree:
    if not isinstance(value, dict):
        raise Refused("Invalid object", param=name)
    known, others = schema.get("properties", {}), schema.get("additionalProperties", False)
    for missing in (one for one in schema.get("required", []) if one not in value):
        param = _name(name, missing)
        raise Refused(f"Missing required param: {param}.", code="parameter_missing", param=param)
    read = {}
    for key, one in value.items():
        if key not in known and not others:
            raise _unknown(_name(name, key))
        read[key] = _value(known.get(key) or others, one, _name(name, key))
    return read


def _unknown(param: str) -> Refused:
    return Refused(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def _array(schema: Schema, value: Any, name: str) -> list[Any]:
    if not isinstance(value, dict) or not all(index.isdecimal() for index in value):
        raise Refused("Invalid array", param=name)
    ordered = sorted(value.items(), key=lambda pair: int(pair[0]))
    return [_value(schema["items"], one, f"{name}[{index}]") for index, one in ordered]


def _integer(schema: Schema, value: Any, name: str) -> int:
    text = str(value)
    if isinstance(value, dict) or not text.removeprefix("-").isdecimal():
        raise Refused(f"Invalid integer: {text}", code="parameter_invalid_integer", param=name)
    return int(text)


def _boolean(schema: Schema, value: Any, name: str) -> bool:
    if value not in ("true", "false"):
        raise Refused(f"Invalid boolean: {value}", param=name)
    return value == "true"


def _number(schema: Schema, value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise Refused(f"Invalid decimal: {value}", param=name) from error


def _string(schema: Schema, value: Any, name: str) -> str:
    if isinstance(value, dict):
        raise Refused("Invalid string: {}", param=name)
    choices = schema.get("enum", [])
    if choices and value not in choices:
        raise Refused(f"Invalid {name}: must be {_one_of(choices)}", param=name)
    if not value and not choices and not name.startswith("metadata["):
        raise _empty(name)
    most = schema.get("maxLength")
    if most and len(value) > most:
        raise Refused(
            f"Invalid string: {value[:30]}…; must be at most {most} characters", param=name
        )
    return value


def _empty(name: str) -> Refused:
    return Refused(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset "
        f"a parameter; however '{name}' cannot be unset. You should remove '{name}' from your "
        "request or supply a non-empty value.",
        code="parameter_invalid_empty",
        param=name,
    )


def _one_of(choices: list[str]) -> str:
    *most, last = choices
    return f"one of {', '.join(most)}, or {last}" if most else repr(last)


def _name(outer: str, inner: str) -> str:
    return f"{outer}[{inner}]" if outer else inner


READERS = {
    "object": _object,
    "array": _array,
    "integer": _integer,
    "boolean": _boolean,
    "number": _number,
    "string": _string,
}

MOST_KEYS, LONGEST_KEY, LONGEST_TEXT = 50, 40, 500


def check_metadata(values: Any, name: str = "") -> None:
    """Stripe's limits, which the schema does not tell (docs.stripe.com/api/metadata)."""
    pairs: Iterable[tuple[str, Any]] = values.items() if isinstance(values, dict) else ()
    for key, value in pairs:
        if key == "metadata" and isinstance(value, dict):
            _check_limits(value, _name(name, key))
        elif isinstance(value, dict):
            check_metadata(value, _name(name, key))


def _check_limits(metadata: dict[str, str], name: str) -> None:
    if len(metadata) > MOST_KEYS:
        raise Refused(f"Metadata can have at most {MOST_KEYS} keys.", param=name)
    for key, text in metadata.items():
        if len(key) > LONGEST_KEY:
            raise Refused(
                f"Metadata keys can have up to {LONGEST_KEY} characters, but you passed in a key "
                f"that is {len(key)} characters. Invalid key: {key}",
                param=name,
            )
        if len(text) > LONGEST_TEXT:
            raise Refused(
                f"Metadata values can have up to {LONGEST_TEXT} characters, but you passed in a "
                f"value that is {len(text)} characters. Invalid value: {text}",
                param=name,
            )
