"""Promising a thing or time, and the giver's own page of it, by the secret link of its mails."""

from crowdfunding_lite import domain
from crowdfunding_lite.models import Need, Pledge
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.guards import too_often
from cms.core.requests import language, sent
from cms.users.requests import person
from participation.wishlist.domain import pledging
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.pledges import PledgeForm
from participation.wishlist.models import Wish
from participation.wishlist.views.common import crumb_of, public_wish, sends_too_much, show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, pk: int, need: int) -> HttpResponse:
    """The form of one need; 404 for a need of another wish."""
    wish = public_wish(pk)
    wanted = get_object_or_404(Need, pk=need, campaign=wish.campaign_id)
    wanted.campaign = wish.campaign
    if not wish.is_open or not wanted.open_quantity:
        title = _("Nothing more is needed here")
        return show(request, "wishlist/closed.html", title, crumb_of(wish), wish=wish, status=410)
    form = _form(request, wanted)
    if form.is_bound and form.is_valid():
        return _store(request, wish, wanted, form)
    return _page(request, wish, wanted, form, 422 if form.errors else 200)


def _form(request: HttpRequest, need: Need) -> PledgeForm:
    user = person(request)
    known = {"email": user.email, "name": user.get_full_name()} if user else {}
    left = need.open_quantity
    return PledgeForm(sent(request), most=left, is_single=left == 1, initial=known)


def _page(
    request: HttpRequest, wish: Wish, need: Need, form: PledgeForm, status: int
) -> HttpResponse:
    title = _("Give time") if need.kind == "time" else _("Give a thing")
    return show(
        request,
        "wishlist/help.html",
        title,
        crumb_of(wish),
        introduction=wish.title,
        wish=wish,
        need=need,
        form=form,
        status=status,
    )


def _store(request: HttpRequest, wish: Wish, need: Need, form: PledgeForm) -> HttpResponse:
    values = {name: form.cleaned_data[name] for name in ("quantity", "name", "email", "note")}
    if sends_too_much(request, values["email"]):
        form.add_error(None, too_often())
        return _page(request, wish, need, form, 429)
    try:
        pledge = pledging.promise(need=need, language=language(), user=person(request), **values)
    except NotAllowedError as error:
        form.add_error(None if form["quantity"].is_hidden else "quantity", str(error))
        need.refresh_from_db()
        return _page(request, wish, need, form, 409)
    if pledge.confirmed_at:
        return redirect("wishlist:pledge", pledge.key)
    title = _("Please look into your mail")
    return show(request, "wishlist/mailed.html", title, crumb_of(wish), wish=wish)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, key: str) -> HttpResponse:
    """How a pledge stands; its buttons confirm it or take it back."""
    found = Pledge.objects.select_related("need__campaign").filter(key=key).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _do(request, found)
    joined = Wish.objects.select_related("campaign", "institution")
    wish = joined.get(campaign=found.need.campaign_id)
    title = _("Your pledge")
    return show(request, "wishlist/pledge.html", title, crumb_of(wish), wish=wish, pledge=found)


def _do(request: HttpRequest, found: Pledge) -> HttpResponse:
    try:
        if "withdraw" in request.POST:
            domain.withdraw_pledge(pledge=found)
            messages.success(request, _("Your pledge is withdrawn. Thank you for telling us."))
        else:
            domain.confirm_pledge(pledge=found)  # the page says what happens now
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("wishlist:pledge", found.key)
