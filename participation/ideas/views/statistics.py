"""Figures of the process, as drawing and as table."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.pagination import paginate
from participation.ideas.domain import process
from participation.ideas.queries import statistics as queries
from participation.ideas.queries.drawings import drawn
from participation.ideas.views.common import show_kept

OVERDUE = 12


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How long stages take, what is overdue, what became of ideas, and how many came each month."""
    return show_kept(
        request,
        "ideas/statistics.html",
        _("The process in figures"),
        introduction=_("How long ideas wait, what becomes of them, and where we are late."),
        page_obj=paginate(queries.overdue(), request.GET.get("page"), OVERDUE),
        **drawn(process.settings()),
    )
