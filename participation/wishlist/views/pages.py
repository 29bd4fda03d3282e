"""What the template of the start page gets."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cms.core.page_cache.lists import keep_list
from cms.core.pagination import paginate
from cms.core.serving import lazy, page_context
from participation.wishlist.domain import rules
from participation.wishlist.forms.lists import WishFilterForm
from participation.wishlist.models import WishIndexPage
from participation.wishlist.queries import figures, lists

keep_list(WishIndexPage)


@page_context(WishIndexPage)
def index(page: WishIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Public wishes through the reader's filters, and what has come together so far."""
    filters = WishFilterForm(request.GET)
    chosen, language = filters.chosen, page.locale.language_code
    found = lazy(lists.wishes, chosen, language, lazy(rules.settings))
    listing = lazy(paginate, found, request.GET.get("page"))
    number = request.GET.get("page", "1")
    is_plain = "q" not in chosen and number.isdecimal() and len(number) < 5
    return {
        "kept": (*sorted(chosen.items()), number) if is_plain and not filters.unknown else None,
        "filters": filters,
        "wishes": lazy(lambda: listing.object_list),
        "page_obj": listing,
        "count": lazy(lambda: listing.paginator.count),
        "together": lazy(figures.together),
        "institutions_url": reverse("wishlist:institutions"),
        "apply_url": reverse("wishlist:apply"),
    }
