"""Who may enter a provider's area, and what every page of it shows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from participation.courses.models import Course, Provider, Run
from participation.courses.models.choices import Role
from participation.courses.roles import MANAGE


def managed_provider(request: HttpRequest, pk: int) -> Provider:
    """A provider whose courses the reader manages; the office manages all.

    404 for everybody else, teachers of the provider too, as if it were not there.
    """
    provider = Provider.objects.select_related("place", "logo").filter(pk=pk).first()
    if provider is None:
        raise Http404
    own = provider.members.filter(user=request.user.pk or 0, role=Role.MANAGER)
    if not request.user.has_perm(MANAGE) and not own.exists():
        raise Http404
    return provider


def own_course(provider: Provider, pk: int) -> Course:
    """A course of the provider. Raises Http404 for any other."""
    course = Course.objects.select_related("provider").filter(pk=pk, provider=provider).first()
    if course is None:
        raise Http404
    return course


def own_run(provider: Provider, pk: int) -> Run:
    """A run of the provider's. Raises Http404 for any other."""
    joined = Run.objects.select_related("course__provider", "place")
    run = joined.filter(pk=pk, course__provider=provider).first()
    if run is None:
        raise Http404
    return run


def show(
    request: HttpRequest,
    provider: Provider,
    template: str,
    title: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the area."""
    shown = {
        "title": title,
        "kicker": provider.name,
        "pictogram": "learning",
        "provider": provider,
        "area": [
            ("my_provider", _("Overview")),
            ("my_runs", _("Runs")),
            ("my_course_members", _("Members")),
            ("my_provider_profile", _("Profile")),
        ],
    }
    return render(request, f"courses/area/{template}", shown | context, status=status)
