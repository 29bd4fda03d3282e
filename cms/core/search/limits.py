"""How often one address may search. Counted in the cache for a minute, and nowhere written down."""

import ipaddress

from django.core.cache import cache
from django.http import HttpRequest

PER_MINUTE = 120


def is_too_often(request: HttpRequest, limit: int = PER_MINUTE) -> bool:
    """Whether the reader's address has searched more often than the limit within a minute.

    A proxy in front names the reader in the last entry of ``X-Forwarded-For``. Where none does,
    nobody can be told apart, and nothing is counted.
    """
    address = reader_address(request)
    if address is None:
        return False
    key = f"search:{address}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > limit
    except ValueError:  # it expired in between
        return False


def reader_address(request: HttpRequest) -> str | None:
    """The reader's address, if it is known and public."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        direct = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "")
        address = ipaddress.ip_address(forwarded) if direct.is_private and forwarded else direct
    except ValueError:
        return None
    return str(address) if address.is_global else None
