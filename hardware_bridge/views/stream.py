"""What the site itself answers where the stream process is not in front of it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def no_stream(request: HttpRequest) -> HttpResponse:
    """204: an ``EventSource`` then asks no more (HTML, 9.2.3), and the page asks the API."""
    return HttpResponse(status=204)
