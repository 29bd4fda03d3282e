"""Pledges for an institution: agree a day, note that they have come, thank."""

from crowdfunding_lite import domain
from crowdfunding_lite.models import Pledge, PledgeState
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.pagination import paginate
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.pledges import HandOverForm
from participation.wishlist.queries import area
from participation.wishlist.views.area.common import EDIT, VIEW, membership, show


@never_cache
@login_required
@require_safe
def pledges(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them, or those in one state."""
    member = membership(request, pk)
    found = area.pledges(member.institution)
    chosen = request.GET.get("state", "")
    if chosen in PledgeState.values:
        found = found.filter(state=chosen)
    states = [PledgeState.PROMISED, PledgeState.AGREED, PledgeState.HANDED_OVER]
    return show(
        request,
        member,
        "pledges.html",
        _("Pledges"),
        page_obj=paginate(found, request.GET.get("page")),
        chosen=chosen,
        states=[(state.value, state.label) for state in states],
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One pledge, with the giver's words; 404 for one of another institution."""
    member = membership(request, pk, EDIT if request.method == "POST" else VIEW)
    found = get_object_or_404(area.pledges(member.institution), pk=number)
    agreeing = request.method == "POST" and "agree" in request.POST
    form = HandOverForm(request.POST if agreeing else None, initial={"on": found.hand_over_on})
    if request.method == "POST" and (not agreeing or form.is_valid()):
        return _do(request, pk, found, form)
    return show(
        request,
        member,
        "pledge.html",
        _("Pledge"),
        pledge=found,
        form=form,
        status=422 if form.errors else 200,
    )


def _do(request: HttpRequest, pk: int, found: Pledge, form: HandOverForm) -> HttpResponse:
    try:
        if "agree" in request.POST:
            domain.agree_hand_over(pledge=found, on=form.cleaned_data["on"])
            messages.success(request, _("The day is set. We have written to the giver."))
        elif "received" in request.POST:
            domain.hand_over(pledge=found)
            messages.success(request, _("Noted that it has come. Now say thank you."))
        elif "thank" in request.POST:
            domain.thank(pledge=found)
            messages.success(request, _("We have sent your thanks."))
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("my_pledge", pk, found.pk)
