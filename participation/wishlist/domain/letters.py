"""Mails of the wish list: some sentences, a few facts, and links, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from cms.core.mail import queue_mail


@dataclass(frozen=True)
class Letter:
    """A mail's words in one language. ``facts`` are labels with values, ``links`` with paths."""

    subject: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()
    after: Sequence[str] = ()


def send(letter: Letter, *, to: str, language: str) -> None:
    """Have it sent once the transaction has committed. Nobody gets it where there is no address."""
    if not to:
        return
    queue_mail(
        template="wishlist",
        to=to,
        subject=letter.subject,
        context={
            "paragraphs": [str(each) for each in letter.paragraphs],
            "facts": [[str(label), str(value)] for label, value in letter.facts],
            "links": [[str(label), absolute(path)] for label, path in letter.links],
            "after": [str(each) for each in letter.after],
        },
        language=language,
    )


def absolute(path: str) -> str:
    """With the site's host, where it has none."""
    return path if path.startswith("http") else settings.BASE_URL + path
