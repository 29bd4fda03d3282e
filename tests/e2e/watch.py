"""Listens to a browser for what must never happen on a page of the site."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Watch:
    """What went wrong in a browser, one sentence each.

    Requests to other hosts are noted here; that they lead nowhere is a switch of the browser's.
    """

    def __init__(self, context: BrowserContext, address: str, checkout: str = "") -> None:
        """``checkout`` is where people pay: a page that is gone to, never a part of one."""
        self.problems: list[str] = []
        self._own = (f"{address}/", "data:", "blob:", "about:")
        self._checkout = f"{checkout}/" if checkout else ""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def take(self) -> list[str]:
        """What was found since the last call."""
        found, self.problems = self.problems, []
        return found

    def _console(self, message: ConsoleMessage) -> None:
        # The response tells what cannot be loaded; tests ask for missing pages on purpose.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script error: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._own) and not self._is_payment(request):
            self.problems.append(f"request to another host: {request.url}")

    def _is_payment(self, request: Request) -> bool:
        if not (self._checkout and request.url.startswith(self._checkout)):
            return False
        return request.is_navigation_request() or request.frame.url.startswith(self._checkout)

    @staticmethod
    def _saves_by_itself(request: Request) -> bool:
        """Wagtail's editor saves while one types, and is told 400 where a field is still empty."""
        is_editor = re.search(r"/admin/(pages|snippets)/.*(add|edit)/", request.url)
        return bool(is_editor) and request.method == "POST" and request.resource_type == "fetch"

    def _response(self, response: Response) -> None:
        if self._saves_by_itself(response.request):
            return
        if response.status >= 400 and response.request.resource_type != "document":
            self.problems.append(f"{response.status} for {response.url}")
