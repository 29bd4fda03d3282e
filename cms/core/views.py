"""What is not a page of the tree: errors, robots.txt, sitemap.xml, and the files of pages."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core import routing
from cms.core.serving import file_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the site's look."""
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


class AllLanguagesSitemap(Sitemap):
    """Every public page of every language; the home pages of all locales are below one root."""

    def items(self) -> PageQuerySet:
        """Live public pages of all languages."""
        root = self.get_wagtail_site().root_page
        homes = root.get_siblings(inclusive=True).public().live()
        pages = homes.model.objects.none()
        for home in homes:
            pages |= home.get_descendants(inclusive=True)
        return pages.live().public().order_by("path").defer_streamfields().specific(defer=True)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml."""
    return wagtail_sitemap(request, sitemaps={"pages": AllLanguagesSitemap(request)})


@require_safe
def page_file(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """A file of a page (calendar, feed, table), as open or closed as the page itself."""
    route = routing.find(request, path)
    view = file_of(route[0], name) if route else None
    if view is None:
        raise Http404
    for hook in hooks.get_hooks("before_serve_page"):
        refusal = hook(route[0], request, [], {})
        if isinstance(refusal, HttpResponse):
            return refusal
    # Wagtail asks who may see a page in a hook that is laid around the answer.
    serve = partial(_file, view)
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        serve = wrap(serve)
    return serve(route[0], request, [], {})


def _file(view: Any, page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse:
    return view(page, request)
