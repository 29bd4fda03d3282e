"""What is not a page of the tree: errors, robots.txt, sitemap.xml, and the files of pages."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page

from cms.core import routing
from cms.core.serving import file_of
from cms.core.sitemap import AllLanguagesSitemap


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the site's look, 413 for more text than a request may hold; without the site's frame
    for a host that is none of ours."""
    if isinstance(exception, DisallowedHost):
        return HttpResponse(loader.get_template("400_alone.html").render(), status=400)
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the site's look."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the site's look, with ways on."""
    return render(request, "404.html", status=404)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything but the admin be indexed and point to the sitemap."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml."""
    return wagtail_sitemap(request, sitemaps={"pages": AllLanguagesSitemap(request)})


@require_safe
def page_file(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """A file of a page (calendar, feed, table), as open or closed as the page itself."""
    route = routing.find(request, path)
    view = file_of(route[0], name) if route else None
    if route is None or view is None:
        raise Http404

    def serve(page: Page, request: HttpRequest, *_arguments: Any) -> HttpResponse:
        return view(page, request)

    chain: Callable[..., HttpResponse] = serve
    # As Wagtail's own view does: its hooks know who may read the page.
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        chain = wrap(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        refusal = hook(route[0], request, [], {})
        if isinstance(refusal, HttpResponse):
            return refusal
    return chain(route[0], request, [], {})
