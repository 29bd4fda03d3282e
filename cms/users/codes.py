"""Codes by mail, beyond what django-allauth says of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _


def told_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say why whoever has typed a code is asked for the address again: it came too late, was used,
    or was sent to another browser."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        starts_again = answer.get("Location") == reverse("account_request_login_code")
        if request.method == "POST" and starts_again and not len(messages.get_messages(request)):
            messages.error(
                request, _("This code no longer holds here. Have a new one sent to you.")
            )
        return answer

    return answered
