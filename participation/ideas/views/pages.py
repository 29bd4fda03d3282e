"""What the templates of the pages get."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cms.core.pagination import paginate
from cms.core.serving import page_context
from participation.ideas.models import Idea, IdeaIndexPage


@page_context(IdeaIndexPage)
def index(page: IdeaIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Published ideas, newest first, and the way to submit one."""
    listing = paginate(Idea.objects.public(), request.GET.get("page"))
    return {
        "ideas": listing.object_list,
        "page_obj": listing,
        "submit_url": reverse("ideas:submit"),
    }
