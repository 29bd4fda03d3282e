"""The account's own pages; signing in is django-allauth's (see urls.py)."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core import privacy
from cms.core.models import SiteSettings
from cms.users import again, archive, cards, domain  # noqa: F401 – cards register themselves
from cms.users.forms import ProfileForm
from cms.users.models import ErasureRequest, User
from cms.users.sections import sections_of

SHOWN_ROWS = 10


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What somebody has here, app by app, and the ways to change it."""
    context = {
        "title": _("My account"),
        "introduction": _("Hello %(name)s!") % {"name": request.user},
        "sections": sections_of(_person(request)),
        "erasure": _erasure(request.user),
    }
    return render(request, "account/overview.html", context)


def _person(request: HttpRequest) -> User:
    """Whoever is signed in; the views that ask need somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _erasure(user: Any) -> ErasureRequest | None:
    """The confirmed wish that waits for its day."""
    return ErasureRequest.objects.filter(user=user, confirmed_at__isnull=False).first()


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language of mails."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect("account_profile")
    context = {
        "form": form,
        "title": _("Name and language"),
        "introduction": _("What we call you, and the language of our e-mails."),
        "label": _("Save"),
    }
    status = 422 if form.errors else 200
    return render(request, "account/form.html", context, status=status)


@never_cache
@login_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """All that is stored about somebody: the first rows of each kind, the rest in the ZIP."""
    kinds = [
        {
            "kind": kind,
            "columns": export.columns.values(),
            "rows": [_labelled(export, row) for row in export.rows[:SHOWN_ROWS]],
            "number": len(export.rows),
            "more": max(0, len(export.rows) - SHOWN_ROWS),
        }
        for kind, export in privacy.exports(request.user)
    ]
    context = {
        "title": _("My data"),
        "introduction": _("All that we store about you, and why."),
        "pictogram": "data",
        "kinds": [kind for kind in kinds if kind["number"]],
        "empty": [kind["kind"] for kind in kinds if not kind["number"]],
        "erasure": _erasure(request.user),
        "is_ready": "bereit" in request.GET and again.has_shown(request),
    }
    return render(request, "account/personal_data.html", context)


def _labelled(export: privacy.Export, row: dict[str, Any]) -> list[tuple[privacy.Words, Any]]:
    """A row's values, each with its column's name."""
    return [(label, row[key]) for key, label in export.columns.items()]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The ZIP, after the person has shown once more who they are.

    Whoever has to show it comes back to the page with the button: a download that answered there
    would leave the old question standing on the screen.
    """
    if request.method != "POST":
        return redirect("account_data")
    if not again.has_shown(request):
        back = f"{reverse('account_data')}?{urlencode({'bereit': 1})}"
        url = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{url}?{urlencode({'next': back})}")
    if not _within_limit(request, "export_data"):
        return ratelimit.respond_429(request)
    site_name = SiteSettings.for_request(request).site_name
    chunks = archive.stream(list(privacy.exports(request.user)), site_name)
    response = StreamingHttpResponse(chunks, content_type="application/zip")
    name = f"meine-daten-{timezone.localdate():%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _within_limit(request: HttpRequest, action: str) -> bool:
    """Whether the person may do this once more."""
    return ratelimit.consume(request, action=action)


@never_cache
@login_required
@again.required
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; on POST send the link that confirms it."""
    person = _person(request)
    refusal = domain.erasure_refusal(person)
    if request.method == "POST" and not refusal:
        if not _within_limit(request, "request_erasure"):
            return ratelimit.respond_429(request)
        domain.request_erasure(user=person)
        words = _("We have sent you an e-mail with a link. Open it to confirm the erasure.")
        messages.success(request, words)
        return redirect("account_data")
    context = {
        "title": _("Erase my account"),
        "introduction": _("See first what that means."),
        "pictogram": "data",
        "cooling_off_days": settings.ERASURE_COOLING_OFF_DAYS,
        "kinds": [kind for kind, export in privacy.exports(request.user) if export.rows],
        "refusal": refusal,
        "erasure": _erasure(request.user),
    }
    status = 422 if refusal and request.method == "POST" else 200
    return render(request, "account/erase.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_erasure(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the mailed link; only its button confirms, since mail scanners open links too."""
    wish = _own_erasure(request, token, domain.CONFIRM)
    refusal = ""
    if wish and request.method == "POST":
        try:
            wish = domain.confirm_erasure(request=wish)
        except ValidationError as error:
            refusal = str(error.message)
        else:
            context = {"title": _("Your account will be erased"), "erasure": wish}
            return render(request, "account/erasure_planned.html", context)
    context = {
        "title": _("Erase your account?"),
        "cooling_off_days": settings.ERASURE_COOLING_OFF_DAYS,
        "erasure": wish,
        "refusal": refusal,
    }
    status = 422 if refusal else 200 if wish else 410
    return render(request, "account/erasure_confirm.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_erasure(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in the mail that tells the day."""
    wish = _own_erasure(request, token, domain.CANCEL)
    if wish and request.method == "POST":
        domain.cancel_erasure(request=wish)
        messages.success(request, _("Your account stays. Everything is as it was."))
        return redirect("account_overview")
    context = {"title": _("Keep your account?"), "erasure": wish}
    return render(request, "account/erasure_cancel.html", context, status=200 if wish else 410)


def _own_erasure(request: HttpRequest, token: str, purpose: str) -> ErasureRequest | None:
    """The wish a link is for, unless somebody else is signed in here."""
    wish = domain.erasure_of_link(token, purpose)
    if wish and request.user.is_authenticated and request.user.pk != wish.user_id:
        return None
    return wish


@login_required
@require_POST
def keep_account(request: HttpRequest) -> HttpResponse:
    """The button of the overview: forget the wish."""
    wish = _erasure(request.user)
    if wish:
        domain.cancel_erasure(request=wish)
        messages.success(request, _("Your account stays. Everything is as it was."))
    return redirect("account_data")
