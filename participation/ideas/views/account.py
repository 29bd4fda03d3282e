"""What the account shows of somebody's ideas."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.pagination import paginate
from cms.users.models import User
from cms.users.sections import Section, section
from participation.ideas.models import Idea
from participation.ideas.models.choices import State
from participation.ideas.queries.drafts import drafts_of


@section(order=20)
def my_ideas_card(user: User) -> Section:
    """How many ideas, and where they stand."""
    count = user.ideas.exclude(state=State.UNCONFIRMED).count()
    text = (
        _("See how far they are, change them, and go on with drafts.")
        if count
        else _("What could be better in the city? You need only one sentence to begin.")
    )
    return Section(_("My ideas"), text, url=reverse("my_ideas"), count=count)


@never_cache
@login_required
@require_safe
def my_ideas(request: HttpRequest) -> HttpResponse:
    """Own ideas and drafts, and the ideas one supports."""
    own = Idea.objects.filter(author_id=request.user.pk).order_by("-created_at")
    listing = paginate(own, request.GET.get("page"))
    supported = Idea.objects.public().filter(supports__user=request.user.pk)
    context = {
        "title": _("My ideas"),
        "introduction": _("What you have sent us, and what has become of it."),
        "pictogram": "idea",
        "ideas": listing.object_list,
        "page_obj": listing,
        "drafts": drafts_of(request.user),
        "supported": supported.order_by("-supports__created_at")[:24],
    }
    return render(request, "ideas/my_ideas.html", context)
