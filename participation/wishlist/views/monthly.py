"""The page of a monthly donation, by the secret link of its mails: change and end it."""

from datetime import date

from crowdfunding_lite.models import Subscription
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.requests import sent
from participation.wishlist.domain import giving, paying, rules
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.giving import OTHER, MonthlyForm
from participation.wishlist.models import Wish
from participation.wishlist.views.common import crumb_of, show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def monthly(request: HttpRequest, key: str) -> HttpResponse:
    """How it stands; one press changes the sum, another one ends it."""
    joined = Subscription.objects.select_related("campaign", "donor")
    subscription = joined.filter(key=key).first()
    if subscription is None:
        raise Http404
    if "end" in request.POST:
        return _end(request, subscription)
    form = _form(request, subscription)
    status = 200
    if form.is_bound:
        if form.is_valid():
            return _change(request, subscription, form)
        status = 422
    wish = Wish.objects.select_related("campaign").get(campaign=subscription.campaign_id)
    return show(
        request,
        "wishlist/monthly.html",
        _("Your monthly donation"),
        crumb_of(wish),
        wish=wish,
        subscription=subscription,
        next_on=_next_on(subscription, wish),
        payments=subscription.donations.order_by("-created_at")[:24],
        form=form,
        status=status,
    )


def _next_on(subscription: Subscription, wish: Wish) -> date | None:
    """When the next month is collected; none where it has ended or the wish ends before."""
    next_on, ends_on = subscription.next_on, wish.campaign.ends_on
    if not subscription.is_running or next_on is None or (ends_on and ends_on < next_on):
        return None
    return next_on


def _form(request: HttpRequest, subscription: Subscription) -> MonthlyForm:
    chosen, cents = rules.settings(), subscription.amount_cents
    offered = cents in chosen.preset_amounts
    initial = {
        "amount": str(cents) if offered else OTHER,
        "other": None if offered else cents,
        "cover_fees": bool(subscription.fee_cover_cents),
    }
    return MonthlyForm(sent(request), chosen=chosen, initial=initial)


def _end(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    paying.end_monthly(subscription=subscription)
    messages.success(request, _("Your monthly donation has ended. Thank you for all you gave!"))
    return redirect("wishlist:monthly", subscription.key)


def _change(request: HttpRequest, subscription: Subscription, form: MonthlyForm) -> HttpResponse:
    try:
        giving.change_amount(
            subscription=subscription,
            amount_cents=form.cleaned_data["cents"],
            cover_fees=form.cleaned_data.get("cover_fees", False),
        )
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        paying.tell_of_monthly(subscription=subscription)
        messages.success(request, _("Changed. The new sum holds from the next month on."))
    return redirect("wishlist:monthly", subscription.key)
