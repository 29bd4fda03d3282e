"""Things and time that a wish asks for."""

from crowdfunding_lite.models import Need
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.requests import sent
from participation.wishlist.domain import wishes as verbs
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.wishes import NeedForm
from participation.wishlist.views.area.common import EDIT, membership, own_wish, show


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """Ask for one more thing or task."""
    return _form(request, pk, wish, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, wish: int, need: int) -> HttpResponse:
    """Change what is asked for; a button of its own takes it away."""
    return _form(request, pk, wish, need)


def _form(request: HttpRequest, pk: int, number: int, need: int | None) -> HttpResponse:
    member = membership(request, pk, EDIT)
    wish = own_wish(member, number)
    existing = get_object_or_404(Need, pk=need, campaign=wish.campaign_id) if need else None
    if existing is not None and "remove" in request.POST:
        return _remove(request, pk, wish, existing)
    # The form works on a copy: what is wrong must not reach the row.
    copy = get_object_or_404(Need, pk=need) if need else None
    form = NeedForm(sent(request), instance=copy)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            if existing is None:
                verbs.add_need(wish=wish, words=form.cleaned_data)
            else:
                verbs.change_need(wish=wish, need=existing, words=form.cleaned_data)
        except NotAllowedError as error:
            form.add_error("quantity", str(error))
            status = 409
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("my_wish", pk, wish.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Ask for a thing or for time")
    return show(
        request,
        member,
        "need_form.html",
        title,
        form=form,
        wish=wish,
        need=existing,
        status=status,
    )


def _remove(request: HttpRequest, pk: int, wish: verbs.Wish, need: Need) -> HttpResponse:
    try:
        verbs.remove_need(wish=wish, need=need)
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is no longer asked for."))
    return redirect("my_wish", pk, wish.pk)
