"""What the template of the start page gets."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cms.core.serving import lazy, page_context
from participation.culture.models import CultureIndexPage, Institution
from participation.culture.queries import calendar

SHOWN_TIMES, SHOWN_INSTITUTIONS = 8, 6


@page_context(CultureIndexPage)
def index(page: CultureIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What comes next, some institutions, and the ways into calendar, directory and area."""
    verified = Institution.objects.verified()
    joined = verified.select_related("logo", "district")
    today = timezone.localdate()
    return {
        "kept": (today.isoformat(),),
        "days": lazy(calendar.next_days, today, SHOWN_TIMES),
        "institutions": lazy(lambda: list(joined[:SHOWN_INSTITUTIONS])),
        "institution_count": lazy(verified.count),
        "calendar_url": reverse("culture:calendar"),
        "institutions_url": reverse("culture:institutions"),
        "apply_url": reverse("culture:apply"),
        "area_url": reverse("culture_area"),
    }
