"""What packages do slower than they need to, set right where each page pays for it."""

import select
import time
from functools import cache
from typing import Any

from modelcluster import models as modelcluster
from PIL import AvifImagePlugin, Image  # noqa: F401 – the plugin registers itself
from psycopg import Connection
from psycopg_pool import ConnectionPool

AVIF_SPEED = 8
"""Of 0 to 10. With Pillow's 6 a photo takes half a second to write; with 8 a tenth of one, and a
tenth more bytes."""
BELIEVED_SECONDS = 30
"""How long a connection that has answered is taken to be alive while its other end says nothing."""


def remember_relations() -> None:
    """Let modelcluster work out once what belongs to a page type.

    Its models do so for every object they make, by a look at all fields: a twentieth of the time of
    a page that lists some others (django-modelcluster 6.5, ``ClusterableModel.__init__``).
    """
    for name in ("get_all_child_relations", "get_all_child_m2m_relations"):
        setattr(modelcluster, name, _by_type(getattr(modelcluster, name)))


def write_avif_faster() -> None:
    """Let the first reader of a page with new pictures wait less.

    Wagtail and Willow have no setting for it (Willow 1.12, ``PillowImage.save_as_avif``).
    """
    save = Image.SAVE["AVIF"]

    def save_fast(image: Any, file: Any, name: Any) -> None:
        image.encoderinfo.setdefault("speed", AVIF_SPEED)
        save(image, file, name)

    Image.register_save("AVIF", save_fast)


def check_connections_by_ear() -> None:
    """Let a request that takes a connection from the pool not ask the database first.

    Asking costs as much as a query (psycopg_pool 3.3, ``check_connection``). A server that ends,
    or ends the connection, says so: then there is something to read where nothing was asked. Only
    a network can break in silence, so whoever has been still for long is asked all the same.
    """
    ask = ConnectionPool.check_connection

    def check(connection: Connection[Any]) -> None:
        now = time.monotonic()
        if now > getattr(connection, "believed_until", 0) or _has_news(connection):
            ask(connection)
            connection.believed_until = now + BELIEVED_SECONDS  # type: ignore[attr-defined]

    setattr(ConnectionPool, "check_connection", staticmethod(check))  # noqa: B010 – generic


def _has_news(connection: Connection[Any]) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _by_type(find: Any) -> Any:
    known = cache(find)

    def find_once(model: Any) -> Any:
        return known(model if isinstance(model, type) else type(model))

    return find_once
