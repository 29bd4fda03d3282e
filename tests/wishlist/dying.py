"""Processes that are killed at a step: a statement to the database, or an end of a request."""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection

_kept: list[Any] = []


class Steps:
    """Counts down, and ends this process as ``kill -9`` does when there is nothing left."""

    def __init__(self, left: int) -> None:
        self.left = left

    def step(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def statement(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.step()
        return execute(sql, params, many, context)


class Stepping:
    """A provider whose every request is a step before and after."""

    def __init__(self, provider: Any, steps: Steps) -> None:
        self._provider, self._steps = provider, steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._provider, name)
        if not callable(found):
            return found

        def asked(*words: Any, **named: Any) -> Any:
            self._steps.step()
            answer = found(*words, **named)
            self._steps.step()
            return answer

        return asked


def killed_at(step: int, provider: Callable[[], Any], doing: Callable[[Any], Any]) -> bool:
    """Do it in a process of its own that is killed at this step; whether it came that far."""
    process = os.fork()
    if process == 0:
        _child(step, provider, doing)
    _process, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _child(step: int, provider: Callable[[], Any], doing: Callable[[Any], Any]) -> None:
    # The parent's connection is left open and unused: closing it would end the parent's session.
    _kept.append(connection.connection)
    connection.connection = None
    steps = Steps(step)
    code = 1
    try:
        with connection.execute_wrapper(steps.statement):
            doing(Stepping(provider(), steps))
        code = 0
    finally:
        os._exit(code)
