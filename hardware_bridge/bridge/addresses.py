"""``MQTT_URL``: ``mqtt://user:password@host:1883``, or ``mqtts://…`` for TLS."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"mqtt": 1883, "mqtts": 8883}
FILES = ("ca", "cert", "key")


@dataclass(frozen=True)
class Address:
    """Where the broker is, who we are there, and the files of TLS."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False
    ca: str | None = None
    cert: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def parsed(url: str) -> Address:
    """The parts of an address. Raises ValueError with a sentence that does not name the password.

    ``?ca=/path/ca.pem&cert=…&key=…`` name a private certification authority and a certificate of
    the bridge's own; without ``ca`` those of the system are trusted.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(
            "MQTT_URL is not the address of a broker: it has to look like "
            "mqtt://user:password@host:1883 or mqtts://user:password@host:8883."
        )
    named = parse_qs(parts.query)
    unknown = set(named) - set(FILES)
    if unknown:
        raise ValueError(f"MQTT_URL knows ca, cert and key, not {', '.join(sorted(unknown))}.")
    return Address(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=parts.scheme == "mqtts",
        **{name: files[0] for name, files in named.items()},
    )
