"""Django's database setting from an address."""

from typing import Any

import environ

from cms.settings.variables import value

CONNECT_SECONDS = 5
POOL_SECONDS = 5


def database(url: str) -> dict[str, Any]:
    """A pooled PostgreSQL connection: a kept one serves nine times the pages of a new one.

    A kept connection is tried before each request, since PostgreSQL may have been restarted
    (:func:`cms.core.quirks.check_connections_by_ear`).
    """
    config = environ.Env.db_url_config(url)
    pool = {"min_size": 1, "max_size": int(value("DATABASE_POOL_SIZE")), "timeout": POOL_SECONDS}
    defaults = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "norderstedt-go",
        "pool": pool,
    }
    return config | {"CONN_HEALTH_CHECKS": True, "OPTIONS": defaults | config.get("OPTIONS", {})}
