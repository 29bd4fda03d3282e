"""What the templates of the pages get."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cms.core.page_cache import parts
from cms.core.pagination import paginate
from cms.core.serving import lazy, page_context
from participation.ideas.forms.lists import IdeaFilterForm
from participation.ideas.models import IdeaIndexPage
from participation.ideas.queries import lists


@page_context(IdeaIndexPage)
def index(page: IdeaIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Published ideas through the reader's filters, and the way to submit one."""
    filters = IdeaFilterForm(request.GET, locale=page.locale)
    chosen, language = filters.chosen, page.locale.language_code
    listing = lazy(paginate, lists.ideas(chosen, language), request.GET.get("page"))
    number = request.GET.get("page", "1")
    is_plain = "q" not in chosen and number.isdecimal() and len(number) < 5
    return {
        "kept": (*sorted(chosen.items()), number) if is_plain else None,
        "filters": filters,
        "ideas": lazy(lambda: listing.object_list),
        "page_obj": listing,
        "count": lazy(lambda: listing.paginator.count),
        "tags": lazy(parts.keep, "idea-tags", lists.tags, request=request),
        "chosen_tag": chosen.get("tag", ""),
        "submit_url": reverse("ideas:submit"),
        "map_url": f"{reverse('ideas:map')}{filters.query}",
    }
