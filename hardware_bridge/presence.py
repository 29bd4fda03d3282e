"""Whether a device is there: one rule for pages, the API and event streams. Pure."""

from datetime import datetime, timedelta

ONLINE, STALE, OFFLINE = "online", "stale", "offline"
MISSED = 2
"""So many intervals may pass without a message."""
GRACE = timedelta(seconds=30)
LOST = timedelta(days=1)
"""Silent for this long and five times its interval, a device counts as offline whatever it said."""


def presence(
    last_seen: datetime | None, is_online: bool | None, interval_seconds: int, now: datetime
) -> str:
    """``offline``: it said so, or was not heard of for long. ``stale``: a message is overdue."""
    if last_seen is None or is_online is False:
        return OFFLINE
    silence = now - last_seen
    if silence > max(LOST, 5 * timedelta(seconds=interval_seconds)):
        return OFFLINE
    if silence > MISSED * timedelta(seconds=interval_seconds) + GRACE:
        return STALE
    return ONLINE
