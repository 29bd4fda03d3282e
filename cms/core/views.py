"""Pages that are not in the page tree: errors, robots.txt, sitemap.xml."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.query import PageQuerySet


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
