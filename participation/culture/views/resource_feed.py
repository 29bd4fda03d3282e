"""Calendars by a secret address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core import calendars
from participation.culture.models import Resource
from participation.culture.queries import resources


@never_cache
@require_safe
def resource(request: HttpRequest, key: str) -> HttpResponse:
    """When a resource is taken, by whom and what for. 404 for a wrong or replaced key."""
    found = Resource.objects.select_related("institution").filter(feed_key=key).first()
    if found is None or not found.institution.is_verified:
        raise Http404
    entries = [
        calendars.Entry(
            uid=f"culture-slot-{slot.pk}@{request.get_host()}",
            title=f"{found.title}: {slot.booking.institution}",
            start=slot.start,
            end=slot.end,
            place=found.place,
            description=slot.booking.purpose,
        )
        for slot in resources.feed_slots(found)
    ]
    return calendars.response(
        request, entries, name=found.title, filename=f"{found.slug}.ics", subscribed=True
    )
