"""The public directory, and each institution's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.visitors import kept_for_visitors
from cms.core.pagination import paginate
from participation.culture.forms.lists import DirectoryFilterForm
from participation.culture.models import Institution
from participation.culture.queries import calendar, directory
from participation.culture.views import institution_data
from participation.culture.views.common import institutions_crumb, show_kept

SHOWN_TIMES = 8


@require_safe
@kept_for_visitors
def listing(request: HttpRequest) -> HttpResponse:
    """By name, through filters."""
    filters = DirectoryFilterForm(request.GET)
    page = paginate(directory.institutions(filters.chosen), request.GET.get("page"))
    return show_kept(
        request,
        "culture/institutions.html",
        _("Culture institutions"),
        introduction=_("Who makes culture in the city, and how to reach them."),
        filters=filters,
        count=page.paginator.count,
        page_obj=page,
        apply_url=reverse("culture:apply"),
    )


@require_safe
@kept_for_visitors
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What an institution does. 404 unless it is verified."""
    found = Institution.objects.verified().select_related("district", "logo")
    institution = found.filter(pk=pk).first()
    if institution is None:
        raise Http404
    if slug != institution.slug:
        return redirect(institution, permanent=True)
    return show_kept(
        request,
        "culture/institution.html",
        institution.name,
        institutions_crumb(),
        institution=institution,
        days=calendar.next_days(
            timezone.localdate(), SHOWN_TIMES, calendar.Choice(institutions=(institution.pk,))
        ),
        calendar_url=f"{reverse('culture:calendar')}?institution={institution.pk}",
        about=institution_data.InstitutionThing(institution, request),
    )
