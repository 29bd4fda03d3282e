"""Commands on their way out: taken from the database, handed to the broker."""

import json
from datetime import UTC, datetime
from typing import Any

from hardware_bridge.bridge import statements
from hardware_bridge.bridge.client import Outgoing
from hardware_bridge.bridge.link import Link

END = "hardware.end_commands"
"""A task of hardware_bridge/tasks.py."""


def claim(link: Link, language: str) -> list[Outgoing]:
    """Accepted commands to be sent now; for ten seconds no other bridge gets them."""
    return [outgoing(row) for row in link.rows(statements.CLAIM, [language])]


def end_what_is_over(link: Link) -> None:
    """Queue the job that lets commands expire and gives up on answers, when there is need."""
    if link.rows(statements.OVERDUE)[0]["exists"]:
        link.run(statements.ENQUEUE, [END, END, END, json.dumps({"timestamp": 0})])


def outgoing(row: dict[str, Any]) -> Outgoing:
    """A command as its device gets it (docs/asyncapi.yaml)."""
    said = {
        **row["arguments"],
        "id": str(row["public_id"]),
        "action": row["action"],
        "requested_at": rfc3339(row["requested_at"]),
        "expires_at": rfc3339(row["expires_at"]),
    }
    if row["channel"]:
        said["compartment"] = row["channel"]
    topic = f"ngo/v1/{row['kind']}/{row['slug']}/command/{row['public_id']}"
    left = (row["expires_at"] - datetime.now(UTC)).total_seconds()
    return Outgoing(topic, json.dumps(said).encode(), row["id"], max(1, int(left)))


def rfc3339(at: datetime) -> str:
    """A time as our topics write it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
