"""Mails of some sentences, a few facts, and links, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from cms.core.mail import queue_mail


@dataclass(frozen=True)
class Letter:
    """A mail's words in one language. ``facts`` are labels with values, ``links`` with paths.

    ``stop`` is the path that ends mails of the kind, by one press too (RFC 8058).
    """

    subject: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()
    after: Sequence[str] = ()
    stop: str = ""


def send(letter: Letter, *, to: str, language: str) -> None:
    """Have it sent once the transaction has committed. Nobody gets it where there is no address."""
    if not to:
        return
    queue_mail(
        template="letter",
        to=to,
        subject=letter.subject,
        context={
            "paragraphs": [str(each) for each in letter.paragraphs],
            "facts": [[str(label), str(value)] for label, value in letter.facts],
            "links": [[str(label), absolute(path)] for label, path in letter.links],
            "after": [str(each) for each in letter.after],
            "stop": absolute(letter.stop) if letter.stop else "",
        },
        language=language,
        headers=_one_press(letter.stop) if letter.stop else None,
    )


def _one_press(stop: str) -> dict[str, str]:
    """How mail programs end the mails (RFC 2369 and 8058)."""
    return {
        "List-Unsubscribe": f"<{absolute(stop)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def absolute(path: str) -> str:
    """With the site's host, where it has none."""
    return path if path.startswith("http") else settings.BASE_URL + path
