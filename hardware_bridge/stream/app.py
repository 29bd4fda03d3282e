"""The ASGI application: ``/live/stream/?devices=a,b``, ``?group=g`` or all; and ``/healthz``."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from hardware_bridge.bridge.logs import configure_logs
from hardware_bridge.stream.config import VARIABLE, Config, loaded
from hardware_bridge.stream.hub import ALL, GROUP, Hub, Key, Reader
from hardware_bridge.stream.source import Source
from hardware_bridge.stream.states import rfc3339

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
PATH, HEALTH = "/live/stream/", "/healthz"
MOST_DEVICES = 200
LONGEST_QUERY = 8000
HEARTBEAT = b": .\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    # Everything here is public, and `make run` has it on another port.
    (b"access-control-allow-origin", b"*"),
]


class RefusedError(Exception):
    """A request that is answered by a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Application:
    """The process: a hub, its source, and the streams."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.hub = Hub()
        self.source: Source | None = None
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                await self._serve(scope, receive, send)
            except RefusedError as refused:
                await _answer(send, refused.status, {"error": refused.sentence})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def start(self) -> None:
        """Listen to the database."""
        self.source = Source(self.config, self.hub)
        self._task = asyncio.get_running_loop().create_task(self.source.run())

    async def stop(self) -> None:
        """End all streams and give the connection up."""
        self.hub.end_all()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    # --- a request ---------------------------------------------------------------------------

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise RefusedError(405, "Only GET is answered here.")
        if scope["path"] == HEALTH:
            is_connected = bool(self.source and self.source.is_connected)
            health = {"streams": self.hub.count, "dropped": self.hub.dropped}
            await _answer(send, 200 if is_connected else 503, {"database": is_connected} | health)
            return
        if scope["path"] != PATH:
            raise RefusedError(404, "There are event streams at /live/stream/ only.")
        key = wanted(scope["query_string"])
        reader = Reader(address_of(scope, self.config.proxies))
        self._ensure_room(reader.address, key)
        await self._stream(reader, key, receive, send, only_head=scope["method"] == "HEAD")

    def _ensure_room(self, address: str, key: Key) -> None:
        hub, config = self.hub, self.config
        if hub.count >= config.most:
            raise RefusedError(503, "There are too many readers just now.")
        if hub.of_address(address) >= config.most_of_one:
            raise RefusedError(429, "There are too many streams of this address.")
        # Before the database has answered once, nobody knows which devices there are.
        if hub.devices and not hub.knows(key):
            raise RefusedError(404, "There is no such public device.")

    async def _stream(
        self, reader: Reader, key: Key, receive: Receive, send: Send, *, only_head: bool
    ) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        if only_head:
            await send({"type": "http.response.body", "body": b""})
            return
        topic = self.hub.join(reader, key)
        if self.source:
            self.source.ask()
        gone = asyncio.get_running_loop().create_task(_until_gone(receive, reader))
        try:
            await self._pass_on(reader, send)
        finally:
            gone.cancel()
            self.hub.leave(reader, topic)

    async def _pass_on(self, reader: Reader, send: Send) -> None:
        """Send what comes, and something at least every fifteen seconds."""
        chunk: bytes | None = greeting(datetime.now(UTC))
        while chunk is not None and not reader.is_over:
            try:
                # Whoever does not read for so long is let go.
                async with asyncio.timeout(self.config.send_seconds):
                    body = {"type": "http.response.body", "body": chunk, "more_body": True}
                    await send(body)
            except (TimeoutError, OSError):
                # One for whom too much waited was counted then.
                self.hub.dropped += not reader.is_over
                return
            chunk = await self._next(reader)
        with suppress(OSError):
            await send({"type": "http.response.body", "body": b""})

    async def _next(self, reader: Reader) -> bytes | None:
        # Not ``asyncio.wait_for``: on Python 3.11 a cancellation may get lost in it, and the reader
        # stays for ever.
        try:
            async with asyncio.timeout(self.config.heartbeat_seconds):
                return await reader.queue.get()
        except TimeoutError:
            return HEARTBEAT


async def _until_gone(receive: Receive, reader: Reader) -> None:
    """End the stream when its reader goes."""
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end()


async def _answer(send: Send, status: int, content: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json"), *HEADERS[1:]]
    if status in (429, 503):
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})


def greeting(now: datetime) -> bytes:
    """What every stream begins with: when to come back, and what time it is here, since the clocks
    of readers may be wrong."""
    return f"retry: 5000\n\nevent: now\ndata: {rfc3339(now)}\n\n".encode()


def wanted(query: bytes) -> Key:
    """What is asked for. Raises RefusedError."""
    if len(query) > LONGEST_QUERY:
        raise RefusedError(414, "That is too long.")
    given = parse_qs(query.decode("latin-1"))
    slugs = sorted({slug.strip() for slug in ",".join(given.get("devices", [])).split(",")} - {""})
    groups = given.get("group", [])
    if len(slugs) > MOST_DEVICES:
        raise RefusedError(400, f"At most {MOST_DEVICES} devices can be asked for at once.")
    if len(groups) > 1 or (groups and slugs):
        raise RefusedError(400, "Ask for devices or for one group.")
    if groups:
        return (GROUP + groups[0],)
    return tuple(slugs) or ALL


def address_of(scope: Scope, proxies: int) -> str:
    """The reader's address, as the outermost proxy that is ours has seen it."""
    headers = {name: value for name, value in scope["headers"] if name == b"x-forwarded-for"}
    passed = [part.strip() for part in headers.get(b"x-forwarded-for", b"").decode().split(",")]
    if proxies and passed != [""]:
        return passed[-min(proxies, len(passed))]
    return (scope.get("client") or ("",))[0]


def made() -> Application:
    """What Granian serves: configured by the variable that ``manage.py stream`` sets."""
    config = loaded(os.environ[VARIABLE])
    configure_logs(config.log_level, as_json=config.log_as_json)
    return Application(config)
