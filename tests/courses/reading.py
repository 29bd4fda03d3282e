"""Reading answers to their end, which closes the files behind them."""

from typing import Any


def read(answer: Any) -> bytes:
    """The whole content, of a file that is sent bit by bit, too."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def area(provider, rest=""):
    """The path of a page of a provider's area."""
    return f"/konto/kurse/anbieter/{provider.pk}/{rest}"
