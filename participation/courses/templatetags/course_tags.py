"""Courses as templates show them, on pages of their own and of other floors."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.money import euros
from cms.core.page_cache import frame
from cms.core.serving import lazy
from participation.courses.forms.catalogue import language_name
from participation.courses.models import Course, CourseIndexPage, Run
from participation.courses.models.choices import PriceKind, Topic
from participation.courses.queries import catalogue
from participation.courses.queries.way import courses_section
from participation.courses.queries.words import Words
from participation.courses.queries.words import words as words_of

register = template.Library()
PICTOGRAMS = {
    Topic.BASICS: "device",
    Topic.EVERYDAY: "home",
    Topic.SAFETY: "locker",
    Topic.OFFICE: "work",
    Topic.MEDIA: "culture",
    Topic.AUTHORITIES: "administration",
    Topic.DATA: "data",
    Topic.MAKING: "iot",
    Topic.FAMILY: "people",
    Topic.ENGAGEMENT: "participation",
}
LAST_SEATS = 3
"""So few free seats are told by number."""
register.filter("language_name", language_name)


@register.filter
def words(course: Course) -> Words:
    """Its words in the reader's language, as they were read."""
    return words_of(course)


@register.filter
def topic_pictogram(topic: str) -> str:
    """The drawing that stands for a topic."""
    return PICTOGRAMS.get(Topic(topic), "learning")


@register.filter
def price_words(run: Run) -> str:
    """What it costs: ``45 €, reduced 22 €``."""
    prices = {price.kind: price.cents for price in run.prices.all()}
    if not any(prices.values()):
        return _("free of charge")
    normal = prices.get(PriceKind.NORMAL, max(prices.values()))
    told = euros(normal)
    reduced = prices.get(PriceKind.REDUCED, normal)
    if 0 < reduced < normal:
        told = _("%(normal)s, reduced %(reduced)s") % {
            "normal": told,
            "reduced": euros(reduced),
        }
    if PriceKind.FREE in prices or reduced == 0:
        told = _("%(price)s, free for some") % {"price": told}
    return told


@register.filter
def seats_kind(run: Run) -> str:
    """How it stands with its seats: cancelled, over, soon, closed, full, last or free."""
    now = timezone.now()
    if run.is_cancelled:
        return "cancelled"
    if run.is_over(now):
        return "over"
    if run.books_from > now:
        return "soon"
    if not run.takes_bookings(now):
        return "closed"
    if run.is_full:
        return "full"
    return "last" if run.seats_free <= LAST_SEATS else "free"


@register.filter
def seats_words(run: Run) -> str:
    """The same in words."""
    kind = seats_kind(run)
    if kind == "last":
        count = run.seats_free
        return ngettext("%(n)s seat left", "%(n)s seats left", count) % {"n": count}
    if kind == "full" and run.waiting_seats:
        return _("Full, %(n)s waiting") % {"n": run.waiting_seats}
    said = {
        "cancelled": pgettext("state of a run", "Cancelled"),
        "over": _("Over"),
        "soon": _("Not open for booking yet"),
        "closed": _("Booking is closed"),
        "full": _("Full, waiting list"),
        "free": _("Seats free"),
    }
    return said[kind]


@register.inclusion_tag("components/course_teaser.html")
def project_courses(page: Page) -> dict[str, Any]:
    """The next courses on the page of the project that brings them about; nothing on others.

    No query on others, else six.
    """
    own = page.translation_key in frame.keep("projects-of-courses", _projects)
    shown = catalogue.few(3, get_language() or "de") if own else []
    return {"courses": shown, "list_url": lazy(courses_section.list_url)}


def _projects() -> frozenset[Any]:
    listed = CourseIndexPage.objects.live().filter(project__isnull=False)
    return frozenset(listed.values_list("project__translation_key", flat=True))
