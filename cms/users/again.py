"""Showing once more who one is, for accounts that have neither password nor second factor.

django-allauth asks nothing of them; here a code is mailed to the address the account has.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cms.users import mails
from cms.users.forms import LoginCodeForm

STATE = "again_by_code"
METHOD = "code_again"
MOST_TRIES = 5


def needs_code(user: Any) -> bool:
    """Whether a mailed code is the only way for the person to show who they are."""
    return user.is_authenticated and not get_reauthentication_flows(user)


def has_shown(request: HttpRequest) -> bool:
    """Whether the person has shown who they are within the last minutes.

    Signing in by a mailed code was such a proof for those who have no other.
    """
    if not needs_code(request.user):
        return did_recently_reauthenticate(request)
    limit = app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    shown = [each["at"] for each in records if each["method"] == METHOD]
    return (bool(shown) and time.time() - shown[-1] < limit) or _has_just_signed_in(request, limit)


def _has_just_signed_in(request: HttpRequest, limit: int) -> bool:
    since = timezone.now() - timedelta(seconds=limit)
    return UserSession.objects.filter(
        user=request.user, session_key=request.session.session_key, created_at__gte=since
    ).exists()


def required(
    view: Callable[..., HttpResponse], *, on_get: bool = False
) -> Callable[..., HttpResponse]:
    """Have the person show once more who they are before something is changed; ``on_get``, before
    it is even seen."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = on_get or request.method == "POST"
        if asks and request.user.is_authenticated and not has_shown(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return ask


@method_decorator(login_required, name="dispatch")
@method_decorator(sensitive_variables(), name="dispatch")
class AgainByCodeView(BaseReauthenticateView):
    """Sends a code when it is opened, and takes it. Five wrong ones make it worthless."""

    form_class = LoginCodeForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the first time, or when the code is too old, with a new code on its way."""
        if not self._code() and not self._send():
            return ratelimit.respond_429(request)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A code, or the wish for another one."""
        if request.POST.get("action") == "resend" or not self._code():
            if not self._send():
                return ratelimit.respond_429(request)
            messages.success(request, _("We have sent you a new code."))
            return self.render_to_response(self.get_context_data(form=self.form_class(code="")))
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the code that is expected."""
        return super().get_form_kwargs() | {"code": self._code()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember it for some minutes, and go on with what was wanted."""
        self.request.session.pop(STATE, None)
        record_authentication(self.request, self.request.user, METHOD, reauthenticated=True)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the try."""
        state = self.request.session.get(STATE)
        if state:
            state["tries"] += 1
            self.request.session[STATE] = state
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page of codes shows."""
        context = {"email": self.request.user.email, "can_resend": True, "is_again": True}
        return super().get_context_data(**kwargs) | context

    def _code(self) -> str:
        """The code that counts; empty when there is none, or it is too old or too often missed."""
        state = self.request.session.get(STATE) or {}
        is_old = time.time() - state.get("at", 0) > app_settings.LOGIN_BY_CODE_TIMEOUT
        return "" if is_old or state.get("tries", 0) >= MOST_TRIES else state.get("code", "")

    def _send(self) -> bool:
        """Mail a new code; False when there were too many within the hour."""
        if not ratelimit.consume(self.request, action="code_again", user=self.request.user):
            return False
        code = get_adapter().generate_login_code()
        self.request.session[STATE] = {"code": code, "at": time.time(), "tries": 0}
        mails.notify(self.request.user, "code_again", code=code)
        return True
