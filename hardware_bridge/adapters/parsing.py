"""JSON and times as machines write them, within limits."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from hardware_bridge.adapters.values import MEASURES, Refused, Value, checked

LONGEST_PAYLOAD = 64 * 1024
SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# What PostgreSQL and Python can both write as a date, in milliseconds.
_LAST_MILLISECOND = 253_402_300_799_000


def _refuse_constant(name: str) -> NoReturn:
    """JSON knows neither NaN nor Infinity (RFC 8259, section 6); Python's decoder does."""
    raise Refused("no_number", name)


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def json_value(payload: bytes) -> Any:
    """The JSON value of a payload. Raises Refused."""
    if len(payload) > LONGEST_PAYLOAD:
        raise Refused("size", f"{len(payload)} bytes")
    try:
        return _decode(payload.decode())
    except RecursionError as error:
        raise Refused("not_json", "nested too deeply") from error
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are such
        raise Refused("not_json", str(error)[:120]) from error


def json_object(payload: bytes) -> dict[str, Any]:
    """The JSON object of a payload. Raises Refused."""
    found = json_value(payload)
    if type(found) is not dict:
        raise Refused("not_json", f"a {type(found).__name__} in place of an object")
    return found


def microseconds(moment: Any) -> int:
    """A time as microseconds since 1970: RFC 3339 with an offset, or milliseconds since 1970.

    Raises Refused. Whether it is believed is not asked here.
    """
    if type(moment) is int or type(moment) is float:
        if -_LAST_MILLISECOND < moment < _LAST_MILLISECOND:
            return round(moment * 1000)
    elif type(moment) is str and len(moment) <= 40:
        try:
            parsed = datetime.fromisoformat(moment)
        except ValueError:
            parsed = None
        if parsed is not None and parsed.tzinfo is not None:
            return (parsed - _EPOCH) // _MICROSECOND
    raise Refused("time", str(moment)[:80])


def known_measures(values: dict[str, Any]) -> dict[str, Value]:
    """The measures among the values, checked; what is null or unknown is left out.

    Raises Refused.
    """
    found = {}
    for key, value in values.items():
        spec = MEASURES.get(key)
        if spec is not None and value is not None:
            found[key] = value if spec.accepts(value) else checked(key, value)
    return found


def channel_of(value: Any) -> int:
    """A compartment's number. Raises Refused."""
    if type(value) is int and 1 <= value <= 999:
        return value
    raise Refused("compartment", str(value)[:80])
