"""sitemap.xml of all languages (https://www.sitemaps.org/protocol.html)."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core.languages import locale

NEUTRAL = "x-default"
"""For readers of no language of the site: the German page, else the first there is."""


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

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        """Every address; that of a page with its other languages, which all name each other.

        Rule: https://developers.google.com/search/docs/specialty/international/localized-versions
        """
        pages = list(self.paginator.page(page).object_list)
        versions = self._versions(pages)
        urls = []
        for each in pages:
            twins = {self.location(each): versions[each.translation_key]}
            for entry in each.get_sitemap_urls(self.request):
                urls.append(entry | {"alternates": twins.get(entry["location"], [])})
        changed = [entry["lastmod"] for entry in urls]
        if changed and None not in changed:
            self.latest_lastmod = max(changed)
        return urls

    def _versions(self, pages: list[Page]) -> dict[Any, list[dict[str, str]]]:
        """The addresses of a page in every language it is public in, by translation key."""
        found: dict[Any, dict[str, str]] = defaultdict(dict)
        for page in pages:
            code = locale(page.locale_id).language_code
            found[page.translation_key][code] = self.location(page)
        return {key: _alternates(addresses) for key, addresses in found.items()}


def _alternates(addresses: dict[str, str]) -> list[dict[str, str]]:
    """The addresses in the order of the site's languages; none where there is only one."""
    if len(addresses) < 2:
        return []
    known = {code: addresses[code] for code, _name in settings.LANGUAGES if code in addresses}
    known[NEUTRAL] = next(iter(known.values()))
    return [{"lang_code": code, "location": location} for code, location in known.items()]
