"""What a page says."""

from django.http import HttpResponse


def text(answer: HttpResponse) -> str:
    """The HTML of a page, with plain spaces where lines must not break."""
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
