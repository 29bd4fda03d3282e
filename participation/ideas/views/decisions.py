"""The decision log for everybody: to read, to download and to check."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core import languages
from cms.core.pagination import paginate
from participation.ideas.queries import log as queries
from participation.ideas.views.common import show_kept

FILE = "entscheidungen.jsonl"
PER_PAGE = 20


@require_safe
def decision_log(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, the last hash, and how to check it."""
    listing = paginate(queries.entries(), request.GET.get("page"), PER_PAGE)
    listing.object_list = list(listing.object_list)
    queries.became(listing.object_list, languages.readers_locale())
    introduction = _(
        "What has been decided on ideas, with the reasons. Nothing can be changed here afterwards: "
        "a correction is an entry of its own."
    )
    context = {
        "introduction": introduction,
        "page_obj": listing,
        "head": queries.head(),
        "file": FILE,
    }
    return show_kept(request, "ideas/decisions.html", _("Decision log"), **context)


@require_safe
def decision_file(request: HttpRequest) -> StreamingHttpResponse:
    """Every entry, one JSON object a line, exactly as hashed."""
    answer = StreamingHttpResponse(queries.lines(), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer
