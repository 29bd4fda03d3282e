"""What the templates of the pages get."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.http import HttpRequest
from django.urls import reverse

from cms.core.page_cache import parts, reads
from cms.core.page_cache.lists import keep_list
from cms.core.pagination import paginate
from cms.core.serving import lazy, page_context
from participation.ideas.forms.lists import IdeaFilterForm
from participation.ideas.models import Idea, IdeaIndexPage
from participation.ideas.queries import lists

keep_list(IdeaIndexPage)


@page_context(IdeaIndexPage)
def index(page: IdeaIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Published ideas through the reader's filters, and the way to submit one."""
    filters = IdeaFilterForm(request.GET, locale=page.locale)
    chosen, language = filters.chosen, page.locale.language_code
    number = request.GET.get("page", "1")
    listing = lazy(_listing, chosen, language, number)
    is_plain = "q" not in chosen and number.isdecimal() and len(number) < 5
    return {
        "kept": (*sorted(chosen.items()), number) if is_plain and not filters.unknown else None,
        "filters": filters,
        "ideas": lazy(lambda: listing.object_list),
        "page_obj": listing,
        "count": lazy(lambda: listing.paginator.count),
        "tags": lazy(parts.keep, "idea-tags", lists.tags, request=request),
        "chosen_tag": chosen.get("tag", ""),
        "submit_url": reverse("ideas:submit"),
        "map_url": f"{reverse('ideas:map')}{filters.query}",
    }


def _listing(chosen: dict[str, str], language: str, number: str) -> ListPage:
    """A page of the list. Unless it is sorted by counts, it shows those of its own ideas alone."""
    with reads.recording() as read:
        listing = paginate(lists.ideas(chosen, language), number)
        listing.object_list = list(listing.object_list)
        if chosen.get("sort") not in lists.BY_COUNT:
            read.of_rows(Idea, [idea.pk for idea in listing.object_list])
    return listing
