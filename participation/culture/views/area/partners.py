"""The directory as partners see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from participation.culture.forms.lists import DirectoryFilterForm
from participation.culture.models import Institution, Post, Resource
from participation.culture.queries import directory
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import for_partners, show


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """All partners, found by what is for partners too."""
    filters = DirectoryFilterForm(request.GET)
    found = directory.institutions(filters.chosen, for_partners=True)
    page = paginate(found, request.GET.get("page"))
    return show(
        request,
        "partners.html",
        _("Partners"),
        filters=filters,
        count=page.paginator.count,
        page_obj=page,
    )


@for_partners
def detail(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """One partner with its contact, what it lends and what it has pinned."""
    verified = Institution.objects.verified().select_related("logo", "district")
    shown = get_object_or_404(verified, pk=pk)
    return show(
        request,
        "partner.html",
        shown.name,
        shown=shown,
        resources=Resource.objects.offered().filter(institution=shown)[:24],
        posts=Post.objects.on_board().filter(institution=shown)[:12],
        is_own=shown.pk in partner.ids,
    )
