"""An institution's wishes: write, change, hand in, and what can be done with each."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.picture_form import PictureForm
from cms.core.requests import language, sent
from cms.users.requests import user_of
from participation.wishlist.domain import finishing, rules
from participation.wishlist.domain import wishes as verbs
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.wishes import WORDS, WishForm
from participation.wishlist.models import Wish
from participation.wishlist.queries import area, figures
from participation.wishlist.views.area.common import EDIT, membership, own_wish, show


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new wish; stored, it is a draft."""
    member = membership(request, pk, EDIT)
    form = WishForm(sent(request), initial=_own_district(member.institution))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            wish = verbs.create_wish(
                institution=member.institution,
                by=user_of(request),
                words=form.words,
                language=language(),
            )
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("The draft is saved. Now add pictures, things and time."))
            return redirect("my_wish", pk, wish.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("A new wish")
    chosen = rules.settings().rules
    return show(request, member, "wish_form.html", title, form=form, rules=chosen, status=status)


def _own_district(institution: Any) -> dict[str, Any]:
    return {"district": institution.district, "cause": institution.cause}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """One wish with all that can be done with it now; its buttons hand it in, take it back, …"""
    member = membership(request, pk, EDIT if request.method == "POST" else "view")
    found = own_wish(member, wish)
    if request.method == "POST":
        return _act(request, pk, found)
    campaign = found.campaign
    return show(
        request,
        member,
        "wish.html",
        found.title,
        wish=found,
        progress=figures.progress_of(campaign),
        needs=campaign.needs.all(),
        pictures=found.pictures.select_related("image"),
        steps=campaign.steps.select_related("by").order_by("-at", "-pk"),
        updates=found.updates.all()[:10],
        money=area.money([found])[0],
        changeable=campaign.stage in verbs.CHANGEABLE,
        can_end=campaign.is_open and not finishing.runs_to_its_day(found),
        picture_form=PictureForm(),
    )


def _act(request: HttpRequest, pk: int, found: Wish) -> HttpResponse:
    user = user_of(request)
    try:
        if "hand_in" in request.POST:
            verbs.hand_in(wish=found, by=user)
            messages.success(request, _("Handed in. We read it and write to you."))
        elif "take_back" in request.POST:
            verbs.take_back(wish=found, by=user)
            messages.success(request, _("Taken back. You can change it now."))
        elif "end" in request.POST:
            finishing.end(wish=found, by=user)
            messages.success(request, _("The wish has ended. Now thank all who gave."))
        elif "discard" in request.POST:
            verbs.discard(wish=found)
            messages.success(request, _("The draft is deleted."))
            return redirect("my_institution", pk)
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("my_wish", pk, found.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """Change a draft."""
    member = membership(request, pk, EDIT)
    found = own_wish(member, wish)
    form = WishForm(sent(request), initial=_initial(found))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            verbs.change_wish(wish=found, words=form.words)
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("my_wish", pk, found.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Change the wish")
    return show(request, member, "wish_form.html", title, form=form, wish=found, status=status)


def _initial(found: Wish) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in WORDS}
    campaign = found.campaign
    money = ("goal_cents", "stretch_goal_cents", "ends_on", "rule")
    return values | {name: getattr(campaign, name) for name in money}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """Add a picture, or take one away."""
    member = membership(request, pk, EDIT)
    found = own_wish(member, wish)
    form = PictureForm(sent(request), request.FILES or None)
    if request.method == "POST" and request.POST.get("remove", "").isdecimal():
        verbs.remove_pictures(wish=found, keys=[int(request.POST["remove"][:18])])
        messages.success(request, _("The picture is taken away."))
        return redirect("my_wish", pk, found.pk)
    if form.is_bound and form.is_valid():
        added = [(form.cleaned_data["picture"], form.cleaned_data["description"])]
        try:
            verbs.add_pictures(wish=found, pictures=added, by=user_of(request))
        except NotAllowedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The picture is added."))
        return redirect("my_wish", pk, found.pk)
    status = 422 if form.errors else 200
    title = _("Add a picture")
    return show(request, member, "form.html", title, form=form, wish=found, status=status)
