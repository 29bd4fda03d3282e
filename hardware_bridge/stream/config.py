"""What the process is told by ``manage.py stream``, in one variable of its environment."""

import json
from dataclasses import asdict, dataclass, field

VARIABLE = "HARDWARE_STREAM"


@dataclass(frozen=True)
class Config:
    """Everything the process needs. The address bears a password, so it is never shown.

    ``public`` holds for each kind of device the measures that are public where no switch is set.
    ``proxies`` append to ``X-Forwarded-For`` in front of it.
    """

    database: str = field(repr=False)
    public: dict[str, list[str]] = field(default_factory=dict)
    time_zone: str = "Europe/Berlin"
    most: int = 2000
    most_of_one: int = 60
    proxies: int = 1
    heartbeat_seconds: float = 15.0
    send_seconds: float = 20.0
    flush_seconds: float = 0.2
    log_level: str = "INFO"
    log_as_json: bool = True

    def dumped(self) -> str:
        """As text."""
        return json.dumps(asdict(self))


def loaded(text: str) -> Config:
    """From :meth:`Config.dumped`."""
    return Config(**json.loads(text))
