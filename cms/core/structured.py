"""schema.org objects (https://schema.org) with which pages describe themselves to machines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from wagtail.models import Page

Thing = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """What a page says of the site around it: its SiteSettings, and where its search is."""

    site: Any
    search_url: str = ""


COUNTRY = "DE"
_POSTCODE = re.compile(r"(?P<postalCode>\d{5})\s+(?P<addressLocality>.+)")


def filled(thing: Thing) -> Thing:
    """The object without what is not known."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def breadcrumbs(pages: Iterable[Page]) -> Thing:
    """The way to a page, home first."""
    steps = [
        {"@type": "ListItem", "position": place, "name": page.title, "item": page.full_url}
        for place, page in enumerate(pages, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def described(page: Any, kind: str) -> Thing:
    """What every kind of object says about its page."""
    picture = page.share_picture
    return filled(
        {
            "@type": kind,
            "name": page.title,
            "description": page.teaser,
            "url": page.full_url,
            "inLanguage": page.locale.language_code,
            "image": [picture.full_url] if picture else [],
        }
    )


def article(page: Any, frame: Frame) -> Thing:
    """A page with a date as a piece of news.

    Rule: https://developers.google.com/search/docs/appearance/structured-data/article
    """
    changed = page.last_published_at
    publisher = operator(page, frame)
    return filled(
        {
            **described(page, "NewsArticle"),
            "headline": page.title[:110],
            "datePublished": page.facts.date.isoformat(),
            "dateModified": changed.isoformat() if changed else "",
            "author": publisher,
            "publisher": publisher,
            "mainEntityOfPage": page.full_url,
        }
    )


def operator(page: Any, frame: Frame) -> Thing:
    """Who runs the site, named the same on every page of it."""
    site = frame.site
    root = root_url(page)
    return filled(
        {
            "@type": "GovernmentOrganization",
            "@id": f"{root}/#operator",
            "name": site.operator or site.site_name,
            "url": f"{root}/",
            "logo": f"{root}{static('img/apple-touch-icon.png')}",
            "email": site.email,
            "telephone": site.phone,
            "address": postal_address(site.address),
        }
    )


def root_url(page: Any) -> str:
    """Where the page's site begins, without a slash at its end."""
    own = page.get_site()
    return own.root_url if own else settings.BASE_URL


def postal_address(text: str) -> Thing:
    """An address in one line or several; the part with five digits names postcode and place."""
    parts = [part.strip() for part in re.split(r"[\n,]", text) if part.strip()]
    if not parts:
        return {}
    place = _POSTCODE.fullmatch(parts[-1])
    known = place.groupdict() if place else {}
    street = ", ".join(parts[:-1] if place else parts)
    return filled(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            **known,
            "addressCountry": COUNTRY,
        }
    )
