"""Lists that are only looked at: monthly donations and pledges; and files for the bookkeeping."""

from typing import Any

from crowdfunding_lite import domain as money
from crowdfunding_lite.models import Subscription
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from participation.wishlist import exports
from participation.wishlist.admin_views.common import attempt, for_right, in_pages, show
from participation.wishlist.bank import datev
from participation.wishlist.forms.office import PledgeFilter, SpanForm, SubscriptionFilter
from participation.wishlist.queries import bookings, donations, office_figures, payouts
from participation.wishlist.queries.receipts import office_settings
from participation.wishlist.roles import MONEY, REVIEW, SEE


@for_right(SEE)
@require_safe
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Monthly donations and what they bring."""
    form = SubscriptionFilter(request.GET)
    rows = donations.subscriptions(state=form.chosen.get("state", ""))
    return show(
        request,
        "subscriptions.html",
        _("Monthly donations"),
        form=form,
        monthly=office_figures.running_monthly(),
        **in_pages(request, rows),
    )


@for_right(MONEY)
@require_POST
def stop_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """End a monthly donation, for a donor who asked the office."""
    found = get_object_or_404(Subscription, pk=pk)
    attempt(request, money.cancel_subscription, subscription=found)
    return redirect("wishlist_subscriptions")


@for_right(SEE, REVIEW)
@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """Promised things and time."""
    form = PledgeFilter(request.GET)
    chosen = form.chosen
    rows = donations.pledges(state=chosen.get("state", ""), kind=chosen.get("kind", ""))
    return show(request, "pledges.html", _("Pledges"), form=form, **in_pages(request, rows))


@for_right(MONEY)
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """What can be had as a file, and for which time."""
    first, last = donations.month_of(timezone.localdate().replace(day=1))
    form = SpanForm(initial={"since": first, "until": last})
    return _files(request, form)


def _files(request: HttpRequest, form: SpanForm) -> HttpResponse:
    return show(
        request,
        "files.html",
        _("Files for the bookkeeping"),
        form,
        icon="download",
        form=form,
        office=office_settings(),
    )


@for_right(MONEY)
@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Bookings, donations or payouts of a time."""
    form = SpanForm(request.GET)
    if not form.is_valid():
        return _files(request, form)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    if kind == "datev":
        return _datev(request, since, until) or redirect("wishlist_files")
    name, _dot, ending = kind.partition("-")
    if name == "payouts":
        rows: Any = payouts.newest().filter(created_at__date__range=(since, until))
        return exports.answer(ending, exports.PAYOUTS, rows)
    rows = donations.found({"since": since, "until": until}, with_names=True)
    return exports.answer(ending, exports.DONATIONS, rows)


def _datev(request: HttpRequest, since: Any, until: Any) -> HttpResponse | None:
    """The batch, or None with a message where DATEV would refuse it."""
    settings = office_settings()
    client = bookings.client_of(settings, since)
    if bookings.year_of(settings, until) != client.year_begins:
        messages.error(request, _("Choose a time within one fiscal year."))
        return None
    found = bookings.bookings(settings, since, until)
    try:
        made = datev.write(client, found, first=since, last=until, made_at=timezone.localtime())
    except ValueError as error:
        messages.error(request, _("DATEV would not take this file: %(why)s") % {"why": error})
        return None
    answer = HttpResponse(made, content_type="text/csv; charset=windows-1252")
    name = f"EXTF_Buchungsstapel_{since:%Y%m%d}_{until:%Y%m%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
