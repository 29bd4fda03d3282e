"""The thread that makes this process forget what others have changed.

It waits for notifications and looks into the journal at each one, and at least once per interval:
a notification only says "look now", so a lost one costs no more than the interval. Memory may be
used only while the last look is recent enough (:attr:`Follower.is_trusted`), whatever becomes of
the thread or its connection.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Error, sql
from wagtail.models import Site

from cms.core import languages
from cms.core.page_cache import changes
from cms.core.page_cache.memory import EVERYTHING, Memory

log = logging.getLogger(__name__)
PAUSE_SECONDS = 1
# The journal keeps a day.
LONGEST_GAP_SECONDS = 12 * 60 * 60
# The operating system gives up a dead connection after this time, not after a quarter of an hour.
DEAD_AFTER = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
DEAD_AFTER |= {"tcp_user_timeout": 20_000}


class Follower:
    """Applies the journal to memories."""

    def __init__(self, *memories: Memory) -> None:
        self.memories = memories
        self.looked = float("-inf")
        self.is_wanted = True
        """Whether the thread is to go on when its connection ends."""
        self._since: int | None = None
        self._known: set[int] = set()
        self._process = 0
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def is_trusted(self) -> bool:
        """Whether the journal was read recently enough for memory to be used."""
        return time.monotonic() - self.looked < settings.PAGE_CACHE_TRUST_SECONDS

    def ensure_running(self) -> None:
        """Start the thread unless this process has it already; a forked child needs its own."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._thread = threading.Thread(target=self._run, name="page-cache", daemon=True)
                self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread is not None and self._thread.is_alive()

    def look(self, cursor: Any) -> None:
        """Forget what the journal names and this process has not yet applied."""
        started = time.monotonic()
        news = changes.look(cursor, self._since)
        fresh = (tags for number, tags in news.rows.items() if number not in self._known)
        touched = {tag for tags in fresh for tag in tags} if self._since is not None else set()
        if self._since is not None and started - self.looked > LONGEST_GAP_SECONDS:
            touched.add(EVERYTHING)
        if touched:
            for memory in self.memories:
                memory.forget(touched)
        if EVERYTHING in touched:
            # Django's and our own memory of what frames the site.
            Site.clear_site_root_paths_cache()
            languages.forget()
        self._since, self._known = news.since, set(news.rows)
        self.looked = started

    def _run(self) -> None:
        while self.is_wanted:
            try:
                with _connection() as connection:
                    self._follow(connection)
            except Error as error:
                log.info("The page cache lost the database: %s", str(error).splitlines()[:1])
            time.sleep(PAUSE_SECONDS)

    def _follow(self, connection: Any) -> None:
        """Look at once, then at each notification and after each interval; until it breaks."""
        channel = sql.Identifier(settings.PAGE_CACHE_CHANNEL)
        connection.execute(sql.SQL("LISTEN {}").format(channel))
        while True:
            with connection.cursor() as cursor:
                self.look(cursor)
            wait = settings.PAGE_CACHE_CHECK_SECONDS
            list(connection.notifies(timeout=wait, stop_after=1))


@contextmanager
def _connection() -> Iterator[Any]:
    """A connection beside the pool, that is for listening only."""
    wrapper = connections[DEFAULT_DB_ALIAS].copy()
    wrapper.settings_dict["OPTIONS"].pop("pool", None)
    wrapper.settings_dict["OPTIONS"] = DEAD_AFTER | wrapper.settings_dict["OPTIONS"]
    connection = wrapper.get_new_connection(wrapper.get_connection_params())
    try:
        connection.autocommit = True
        yield connection
    finally:
        connection.close()
