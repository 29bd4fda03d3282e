"""The HTTP server: Stripe's API at /v1/, the hosted page at /c/, the switches at /_control/."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.simulators.stripe import control, pages
from tests.simulators.stripe.api import Api, Request, Response
from tests.simulators.stripe.deliveries import Deliveries
from tests.simulators.stripe.errors import Refused, failure
from tests.simulators.stripe.faults import Faults
from tests.simulators.stripe.routing import operations
from tests.simulators.stripe.schema import excerpt
from tests.simulators.stripe.world import World

HOST = "127.0.0.1"
LARGEST_BODY = 1_000_000
TICK_SECONDS = 0.25
HUNG_UP = Response(0, "")


class Simulator:
    """The whole of it: what is known, what is asked, what is on its way."""

    def __init__(self, port: int = 0, path: Path | None = None) -> None:
        self.server = _Server((HOST, port), _Handler)
        self.address = f"http://{HOST}:{self.server.server_address[1]}"
        self.world = World(excerpt(operations()), self.address, path)
        self.faults = Faults()
        self.api = Api(self.world)
        self.deliveries = Deliveries(self.world, self.faults)
        self.server.simulator = self
        self._ended = threading.Event()

    def serve(self) -> None:
        """Serve until :meth:`stop`."""
        self.deliveries.start()
        threading.Thread(target=self._tick, daemon=True).start()
        self.server.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """End; what is known is in the file then. Not to be called by the serving thread."""
        self._ended.set()
        self.deliveries.stop()
        self.server.shutdown()
        self.server.server_close()
        with self.world.lock:
            self.world.store.close()

    def reset(self) -> None:
        """Be as new, for the next test. The caller holds the lock."""
        self.world.reset()
        self.faults.clear()
        self.api.reset()
        self.deliveries.reset()

    def _tick(self) -> None:
        while not self._ended.wait(TICK_SECONDS):
            with self.world.lock:
                self.world.run_due()
                self.world.store.flush()

    # --- requests --------------------------------------------------------------------------

    def answer(self, request: Request) -> Response:
        """Answer whatever is asked, or :data:`HUNG_UP`."""
        if request.path.startswith("/_control/"):
            return self._controlled(request)
        if request.path.startswith("/v1/"):
            return self._api(request)
        return pages.answer(self.world, request)

    def _controlled(self, request: Request) -> Response:
        try:
            words: dict[str, Any] = json.loads(request.body or "{}")
            result = control.run(self, request.path.removeprefix("/_control/"), words)
        except Refused as refusal:
            return Response(refusal.status, json.dumps(refusal.body()))
        return Response(200, json.dumps(result))

    def _api(self, request: Request) -> Response:
        """With the faults that are switched on, before or after the work is done."""
        subject = f"{request.method} {request.path}"
        with self.world.lock:
            slow = self.faults.pick("slow", subject)
            hang_up = self.faults.pick("hang_up", subject)
            error = self.faults.pick("answer", subject)
        pause = slow.seconds if slow else 0
        if hang_up and not hang_up.after:
            return HUNG_UP
        if error and not error.after:
            return _error(error.status)
        response = self.api.answer(request, pause=pause)
        if hang_up:
            return HUNG_UP
        return _error(error.status) if error else response


def _error(status: int) -> Response:
    return Response(status, json.dumps(failure(status).body()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    simulator: Simulator


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "StripeSimulator", ""
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body
    timeout = 60

    def do_GET(self) -> None:
        self._handle("get")

    def do_POST(self) -> None:
        self._handle("post")

    def do_DELETE(self) -> None:
        self._handle("delete")

    def _handle(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self._send(_error(413))
            self.close_connection = True
            return
        body = self.rfile.read(length).decode(errors="replace")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.server.simulator.answer(Request(method, self.path, headers, body)))

    def _send(self, response: Response) -> None:
        if response is HUNG_UP:
            self.close_connection = True
            return
        body = response.body.encode()
        self.send_response(response.status)
        kinds = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        for name, value in (kinds | response.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a line for every request would drown the log of `make run`."""
