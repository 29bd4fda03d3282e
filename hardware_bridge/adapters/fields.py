"""The map from a maker's fields to our measures, as it is set in the admin."""

from typing import Any

from hardware_bridge.adapters.messages import Field, Fields
from hardware_bridge.adapters.parsing import known_measures
from hardware_bridge.adapters.values import MEASURES, Refused, Value, checked

MOST_FIELDS = 40
DEEPEST = 8
KEYS = {"measure", "factor", "offset", "values"}


def compiled(fields: Any) -> Fields:
    """The map, ready for use. Raises ValueError with what is wrong with it, for who wrote it."""
    if type(fields) is not dict or len(fields) > MOST_FIELDS:
        raise ValueError(f"an object with at most {MOST_FIELDS} entries is needed")
    return tuple(_field(path, entry) for path, entry in fields.items())


def _field(path: str, entry: Any) -> Field:
    steps = tuple(path.split("."))
    if len(steps) > DEEPEST or not all(steps):
        raise ValueError(f"“{path}” is no path")
    if type(entry) is not dict or not set(entry) <= KEYS:
        raise ValueError(f"“{path}” needs measure, and may have factor, offset and values")
    if entry.get("measure") not in MEASURES:
        raise ValueError(f"“{path}” names no known measure")
    factor, offset = entry.get("factor", 1.0), entry.get("offset", 0.0)
    if not all(type(number) in (int, float) for number in (factor, offset)):
        raise ValueError(f"factor and offset of “{path}” have to be numbers")
    values = entry.get("values", {})
    if type(values) is not dict:
        raise ValueError(f"values of “{path}” have to be an object")
    for value in values.values():
        if not MEASURES[entry["measure"]].accepts(value):
            raise ValueError(f"“{value}” is no value of {entry['measure']}")
    return Field(steps, entry["measure"], float(factor), float(offset), values)


def applied(fields: Fields, decoded: dict[str, Any]) -> dict[str, Value]:
    """The measures of a decoded payload; without a map, those that bear our own names.

    Fields that are missing are left out. Raises Refused.
    """
    if not fields:
        return known_measures(decoded)
    found = {}
    for field in fields:
        value = _at(decoded, field.path)
        if value is not None:
            found[field.measure] = checked(field.measure, _taken(field, value))
    return found


def _at(decoded: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if type(decoded) is not dict:
            return None
        decoded = decoded.get(step)
    return decoded


def _taken(field: Field, value: Any) -> Any:
    """The value by the words of the map, or reckoned; numbers may come as texts."""
    if field.values:
        word = str(value).lower() if type(value) is bool else str(value)
        if word not in field.values:
            raise Refused("type", f"{'.'.join(field.path)} = {word[:80]}")
        return field.values[word]
    if type(value) is str:
        try:
            value = float(value)
        except ValueError:
            return value
    if type(value) in (int, float) and (field.factor, field.offset) != (1.0, 0.0):
        return round(value * field.factor + field.offset, 6)
    return value
