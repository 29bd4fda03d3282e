"""Dying at a step, within a test's own process."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from crowdfunding_lite.domain import BusyError, NotAllowedError
from crowdfunding_lite.providers import ProviderError


class Crash(BaseException):
    """The process is killed. No handler of anybody's may catch it."""


class Stepping:
    """A provider whose every request is a step before it and one after it."""

    def __init__(self, provider: Any, step: Callable[[], None]) -> None:
        self._provider, self._step = provider, step

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._provider, name)
        if not callable(found):
            return found

        def asked(*words: Any, **named: Any) -> Any:
            self._step()
            answer = found(*words, **named)
            self._step()
            return answer

        return asked


class Crashing:
    """Counts steps – statements to the database, both ends of each request – and dies at one."""

    def __init__(self, at: int | None) -> None:
        self.left = at

    def step(self) -> None:
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            raise Crash
        self.left -= 1

    def statement(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.step()
        return execute(sql, params, many, context)

    def run(self, provider: Any, doing: Callable[[Any], Any]) -> None:
        """Do it, and die on the way or not. Where a person would be asked to try again, nobody
        does."""
        try:
            with connection.execute_wrapper(self.statement):
                doing(Stepping(provider, self.step))
        except (Crash, ProviderError, NotAllowedError, BusyError):
            return
