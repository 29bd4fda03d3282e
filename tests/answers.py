"""What a page says."""

from django.http import HttpResponse


def text(answer: HttpResponse) -> str:
    """The HTML of a page."""
    return answer.content.decode()
