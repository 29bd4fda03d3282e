"""What the bridge is told by ``manage.py bridge``, in one variable of its environment."""

import json
from dataclasses import asdict, dataclass, field

VARIABLE = "HARDWARE_BRIDGE"
SECOND = 1_000_000
DAY = 86_400 * SECOND


@dataclass(frozen=True)
class Rules:
    """What is believed and taken, in microseconds where it is a time."""

    batch_rows: int = 2000
    most_waiting: int = 8192
    most_bytes: int = 24 * 1024 * 1024
    rate: float = 20.0
    burst: float = 20_000.0
    past: int = 90 * DAY
    future: int = 300 * SECOND
    seen_every: int = 5 * SECOND
    watched: tuple[str, ...] = ()
    """Measures whose changes somebody is told of."""
    is_shared: bool = False
    """Whether other bridges hear what this one does not."""


@dataclass(frozen=True)
class Config:
    """Everything the process needs. Both addresses bear passwords, so it is never shown."""

    database: str = field(repr=False)
    mqtt_url: str = field(repr=False)
    client_id: str = "norderstedt-go-bridge"
    share: str = ""
    session_seconds: int = 7 * 24 * 60 * 60
    receive_maximum: int = 4096
    linger_seconds: float = 0.01
    end_seconds: float = 8.0
    language: str = "de"
    time_zone: str = "Europe/Berlin"
    log_level: str = "INFO"
    log_as_json: bool = True
    rules: Rules = field(default_factory=Rules)

    def dumped(self) -> str:
        """As text."""
        return json.dumps(asdict(self))


def loaded(text: str) -> Config:
    """From :meth:`Config.dumped`."""
    values = json.loads(text)
    rules = values.pop("rules")
    return Config(**values, rules=Rules(**rules | {"watched": tuple(rules["watched"])}))
