"""Event streams are held by a process of their own; the site leads there where no proxy does."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def stream(request: HttpRequest) -> HttpResponse:
    """Lead to the stream process; 204 where there is none: a browser then asks no more (HTML,
    server-sent events), and pages poll."""
    if not settings.STREAM_URL:
        return HttpResponse(status=204)
    query = request.META.get("QUERY_STRING", "")
    where = f"{settings.STREAM_URL}?{query}" if query else settings.STREAM_URL
    return HttpResponse(status=307, headers={"Location": where})
