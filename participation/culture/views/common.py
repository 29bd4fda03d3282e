"""What all public views of the section need: the way to them, and limits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.guards import is_too_often, who_asks
from cms.core.page_cache import frame
from cms.core.trails import Crumb, Trail
from cms.users.models import User
from participation.culture.models import CultureIndexPage

PER_HOUR = 10
"""Applications and invitations of the same sender, and mails to the same address."""


def _way() -> list[Page]:
    """Home and the section's start in the active language; empty where it has none."""
    return frame.keep(("way-to-culture", get_language()), _read_way)


def _read_way() -> list[Page]:
    found = CultureIndexPage.objects.live().filter(locale__language_code=get_language())
    index = found.first()
    return [*index.breadcrumbs, index] if index else []


def trail(title: str, *above: Crumb) -> Trail:
    """Home, the section, what is above, and where one is."""
    return Trail(title, [*_way(), *above])


def institutions_crumb() -> Crumb:
    """The directory above one of its institutions."""
    return Crumb(_("Culture institutions"), reverse("culture:institutions"))


def person(request: HttpRequest) -> User | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def language() -> str:
    """The reader's."""
    return get_language() or "de"


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *above: Crumb,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A public page of the section."""
    shown = {"title": title, "trail": trail(title, *above)} | context
    return render(request, template, shown, status=status)


def show_kept(
    request: HttpRequest, template: str, title: str, *above: Crumb, **context: Any
) -> HttpResponse:
    """One that is the same for everybody, kept with what its queries have read."""
    found = trail(title, *above)
    way = _way()
    if way:
        # Tells the page cache that this is a page, and what stands above it.
        request.served_page = way[-1]  # type: ignore[attr-defined]
    return render(request, template, {"page": None, "title": title, "trail": found} | context)


def sends_too_much(request: HttpRequest, email: str) -> bool:
    """Count by sender, and by the address that a mail would go to, so that nobody is flooded."""
    flooded = is_too_often("culture-mail", email.lower() or None, most=PER_HOUR, seconds=3600)
    return is_too_often("culture", who_asks(request), most=PER_HOUR, seconds=3600) or flooded


def too_often() -> str:
    """What is said to somebody who sends too much."""
    return _("That were a lot in a short time. Please wait an hour and send it again.")


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None when the page is only opened."""
    return request.POST if request.method == "POST" else None
