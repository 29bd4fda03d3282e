"""What the template of the start page gets."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cms.core.serving import lazy, page_context
from participation.culture.models import CultureIndexPage, Institution


@page_context(CultureIndexPage)
def index(page: CultureIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Some institutions, and the ways into the directory and the members' area."""
    verified = Institution.objects.verified()
    return {
        "institutions": lazy(lambda: list(verified.select_related("logo", "district")[:6])),
        "institution_count": lazy(verified.count),
        "institutions_url": reverse("culture:institutions"),
        "apply_url": reverse("culture:apply"),
        "area_url": reverse("culture_area"),
    }
