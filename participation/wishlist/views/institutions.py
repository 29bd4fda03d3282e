"""Verified institutions: the list, and each one's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.visitors import kept_for_visitors
from cms.core.pagination import paginate
from participation.wishlist.models import Institution
from participation.wishlist.queries import lists
from participation.wishlist.views import structured
from participation.wishlist.views.common import institutions_crumb, show_kept


@require_safe
@kept_for_visitors
def listing(request: HttpRequest) -> HttpResponse:
    """By name, with how many wishes each has."""
    return show_kept(
        request,
        "wishlist/institutions.html",
        _("Institutions"),
        introduction=_(
            "Who takes part in the digital wish list. We have checked the papers of each."
        ),
        page_obj=paginate(lists.institutions(), request.GET.get("page")),
        apply_url=reverse("wishlist:apply"),
    )


@require_safe
@kept_for_visitors
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What an institution does, and its wishes. 404 unless it is verified."""
    institution = (
        Institution.objects.public().select_related("district", "logo").filter(pk=pk).first()
    )
    if institution is None:
        raise Http404
    if slug != institution.slug:
        return redirect(institution, permanent=True)
    return show_kept(
        request,
        "wishlist/institution.html",
        institution.name,
        institutions_crumb(),
        institution=institution,
        page_obj=paginate(lists.of_institution(institution), request.GET.get("page")),
        about=structured.InstitutionThings(institution, request),
    )
