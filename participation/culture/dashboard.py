"""What of the culture section waits for somebody of the office, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.admin_pages import may
from cms.core.dashboard import Waiting, waiting
from cms.users.teams.dashboard import left_alone
from participation.culture.queries import office
from participation.culture.roles import MANAGE


@waiting
def culture(request: HttpRequest) -> Iterator[Waiting]:
    """Applications, institutions for which nobody acts, and calendars that cannot be read."""
    if not may(request, MANAGE):
        return
    if count := office.applications().count():
        text = ngettext(
            "%(n)s culture institution to verify", "%(n)s culture institutions to verify", count
        )
        yield Waiting(text % {"n": count}, reverse("culture_review"), "home", urgent=True)
    yield from left_alone(
        office.without_owner(), page="culture_admin_institution", every="culture_institutions"
    )
    if count := office.failing_feeds():
        text = ngettext("%(n)s calendar cannot be read", "%(n)s calendars cannot be read", count)
        yield Waiting(text % {"n": count}, reverse("culture_feeds"), "calendar")
