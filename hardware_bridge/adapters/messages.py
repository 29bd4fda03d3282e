"""What adapters make of messages."""

from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

from hardware_bridge.adapters.values import Value


class About(Enum):
    """What a topic is about."""

    READING = "reading"
    STATUS = "status"
    RESULT = "result"
    NOTHING = "nothing"
    """A topic of a known source that says nothing we keep."""


@dataclass(frozen=True, slots=True)
class Route:
    """Whose message it is (adapter and address) and what it is about."""

    adapter: str
    address: str
    about: About = About.READING
    detail: str = ""
    """The command's id of a result; the event's name; whatever the adapter needs again."""


@dataclass(slots=True)
class Reading:
    """Values of one moment. ``at`` is the source's own time in microseconds since 1970."""

    measures: dict[str, Value]
    at: int | None = None
    channel: int = 0
    firmware: str = ""
    is_available: bool = False
    """Whether the source sends values only while the device is there, and calls it back no other
    way."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a device is connected, as it or its last will says."""

    is_online: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A device's answer to a command; ``state`` is a key of ``CommandState``."""

    command: UUID
    state: str
    detail: str = ""
    at: int | None = None


Message = Reading | Status | Result
Fields = tuple["Field", ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Where a measure stands in a decoded payload, and how its value is to be taken."""

    path: tuple[str, ...]
    measure: str
    factor: float = 1.0
    offset: float = 0.0
    values: dict[str, Value] = field(default_factory=dict)
