"""The checkout's two PostgreSQL servers: one keeps the demo's data, one is for tests.

Two, so that tests may trade durability for speed, and never touch what somebody tries out.
"""

import atexit
import os
from pathlib import Path

from cms.core.embedded import places
from cms.core.embedded.cluster import Cluster

DATABASE = "norderstedt_go"
KEPT = Cluster(places.VAR / "postgres")
FOR_TESTS = Cluster(places.VAR / "postgres-test", durable=False)
_held: set[tuple[int, Path]] = set()


def url(cluster: Cluster = KEPT) -> str:
    """Address of the platform's database on the server; starts nothing."""
    return cluster.url(DATABASE)


def ensure_running(cluster: Cluster = KEPT) -> None:
    """Start the server unless ``DATABASE_URL`` names another, and keep it while this process lives.

    Raises Fault. Children of this process need no hold of their own as long as it outlives them.
    """
    mark = (os.getpid(), cluster.data)
    if os.environ.get("DATABASE_URL") or mark in _held:
        return
    places.make_folder(cluster.data.parent)
    places.ensure_space(cluster.data.parent)
    # Registered first, so that a start interrupted half-way leaves no server behind.
    atexit.register(_let_go, cluster, mark[0])
    _held.add(mark)
    cluster.hold()


def _let_go(cluster: Cluster, owner: int) -> None:
    """Let go at exit; a forked child inherits this exit handler, but not the hold."""
    if os.getpid() == owner:
        cluster.let_go()
