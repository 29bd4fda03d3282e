"""The start of an institution's area."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.pagination import paginate
from participation.wishlist.queries import area
from participation.wishlist.views.area.common import membership, show


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands with the office, its wishes, and what waits for somebody."""
    member = membership(request, pk)
    institution = member.institution
    return show(
        request,
        member,
        "overview.html",
        _("Your institution"),
        step=area.last_step(institution),
        changes=area.open_changes(institution),
        todo=area.todo(institution),
        page_obj=paginate(area.wishes(institution), request.GET.get("page")),
    )
