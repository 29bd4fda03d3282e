"""Ideas by place, and all of them as open data."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from participation.ideas import exports
from participation.ideas.forms.lists import IdeaFilterForm
from participation.ideas.queries.places import places
from participation.ideas.queries.way import ideas_section
from participation.ideas.views.common import show


@require_safe
def by_place(request: HttpRequest) -> HttpResponse:
    """A locator of the city with numbered places, and the same as a list."""
    filters = IdeaFilterForm(request.GET, locale=Locale.get_active())
    found = places(filters.chosen, get_language() or "de")
    return show(
        request,
        "ideas/by_place.html",
        _("Ideas by place"),
        introduction=_("Where in the city the ideas are, on a map and as a list."),
        map=found,
        filters=filters,
        list_url=ideas_section.list_url(),
    )


@require_safe
def open_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All public ideas without anything personal, sent as they are read."""
    if ending not in exports.PUBLIC:
        raise Http404
    return exports.PUBLIC[ending](exports.public_rows())
