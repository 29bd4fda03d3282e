"""Background jobs, named rather than imported, so that verbs need not know the room of tasks."""

from typing import Any

from procrastinate.contrib.django import app


def enqueue(name: str, **arguments: Any) -> None:
    """Put a job into the queue, in the current transaction: it exists only if that commits."""
    app.configure_task(name).defer(**arguments)
