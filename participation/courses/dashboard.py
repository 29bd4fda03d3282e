"""What of the courses waits for somebody of the office, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.admin_pages import may
from cms.core.dashboard import Waiting, waiting
from participation.courses.queries import desk
from participation.courses.roles import MANAGE


@waiting
def courses(request: HttpRequest) -> Iterator[Waiting]:
    """Courses to release, runs to decide about, fees that did not go back."""
    if not may(request, MANAGE):
        return
    url = reverse("courses_release")
    if count := desk.to_release().count():
        text = ngettext("%(n)s course to release", "%(n)s courses to release", count)
        yield Waiting(text % {"n": count}, url, "mortarboard", urgent=True)
    if count := desk.to_decide().count():
        text = ngettext(
            "%(n)s run without enough people", "%(n)s runs without enough people", count
        )
        yield Waiting(text % {"n": count}, url, "calendar", urgent=True)
    if count := desk.failed_refunds().count():
        text = ngettext(
            "%(n)s fee could not be paid back", "%(n)s fees could not be paid back", count
        )
        yield Waiting(text % {"n": count}, url, "warning", urgent=True)
    if count := desk.changed().count():
        text = ngettext(
            "%(n)s course was changed since its release",
            "%(n)s courses were changed since their release",
            count,
        )
        yield Waiting(text % {"n": count}, url, "edit")
