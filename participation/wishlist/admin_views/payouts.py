"""The payout desk: set aside, release, write the bank's file, say what became of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from crowdfunding_lite import domain as money
from crowdfunding_lite.models import Campaign, Payout, PayoutState
from crowdfunding_lite.queries import totals
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from cms.core.requests import key_of, sent
from participation.wishlist.admin_views.common import attempt, for_right, in_pages, show
from participation.wishlist.domain import payouts
from participation.wishlist.forms.office import BankFileForm, PayoutFilter, PlanForm
from participation.wishlist.models import BankFile
from participation.wishlist.queries import payouts as queries
from participation.wishlist.queries.receipts import office_settings
from participation.wishlist.roles import MONEY, SEE

SHOWN = 100
FILES_SHOWN = 10
Act = Callable[[HttpRequest, Payout], Any]


@for_right(SEE)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything on its way, in the order of its steps."""
    return _desk(request, BankFileForm(initial={"execute_on": _next_bank_day()}))


def _desk(request: HttpRequest, form: BankFileForm) -> HttpResponse:
    return show(
        request,
        "payouts.html",
        _("Payouts"),
        form,
        to_plan=queries.to_plan()[:SHOWN],
        held=queries.held()[:SHOWN],
        ready=queries.ready()[:SHOWN],
        sent=queries.sent()[:SHOWN],
        files=queries.bank_files()[:FILES_SHOWN],
        form=form,
        today=timezone.localdate(),
        can_pay=bool(office_settings().payer_iban),
    )


def _next_bank_day() -> Any:
    """The next day that is no weekend; the bank moves others by itself."""
    day = timezone.localdate() + timedelta(days=1)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@for_right(SEE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All payouts there ever were."""
    form = PayoutFilter(request.GET)
    rows = queries.newest()
    if form.chosen.get("state"):
        rows = rows.filter(state=form.chosen["state"])
    return show(request, "all_payouts.html", _("All payouts"), form=form, **in_pages(request, rows))


@for_right(MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a sum of one wish aside, or read why that cannot be."""
    campaign = get_object_or_404(Campaign.objects.select_related("receiver"), pk=pk)
    sums = totals(campaign)
    form = PlanForm(sent(request, "cents"), initial={"cents": sums.available_cents})
    if form.is_bound and form.is_valid():
        cents = form.cleaned_data["cents"]
        by = request.user
        if attempt(request, money.plan_payout, campaign=campaign, cents=cents, by=by):
            return redirect("wishlist_payouts")
    return show(
        request,
        "plan_payout.html",
        _("Set a payout aside"),
        form,
        subtitle=campaign.title,
        campaign=campaign,
        sums=sums,
        waiting=campaign.payouts.standing().exclude(state=PayoutState.PAID),
        why_not=money.why_not_plan(campaign=campaign),
        form=form,
    )


def _release(request: HttpRequest, payout: Payout) -> Any:
    return attempt(request, money.release_payout, payout=payout, by=request.user)


def _cancel(request: HttpRequest, payout: Payout) -> Any:
    return attempt(request, money.cancel_payout, payout=payout, by=request.user)


def _confirm(request: HttpRequest, payout: Payout) -> Any:
    return attempt(request, money.confirm_payout, payout=payout, by=request.user)


def _transfer(request: HttpRequest, payout: Payout) -> Any:
    return attempt(request, payouts.send_by_provider, payout=payout, by=request.user)


def _fail(request: HttpRequest, payout: Payout) -> Any:
    failure = " ".join(request.POST.get("failure", "").split())[:300]
    if not failure:
        messages.error(request, _("Say why the bank did not pay."))
        return None
    return attempt(request, money.fail_payout, payout=payout, failure=failure, by=request.user)


ACTS: dict[str, Act] = {
    "release": _release,
    "cancel": _cancel,
    "confirm": _confirm,
    "transfer": _transfer,
    "fail": _fail,
}


@for_right(MONEY)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One step of one payout."""
    payout = get_object_or_404(Payout.objects.select_related("campaign", "receiver"), pk=pk)
    doing = ACTS.get(request.POST.get("act", ""))
    if doing:
        doing(request, payout)
    return redirect("wishlist_payouts")


@for_right(MONEY)
@require_POST
def make_file(request: HttpRequest) -> HttpResponse:
    """Write the chosen payouts into a file for the bank."""
    form = BankFileForm(request.POST)
    if not form.is_valid():
        return _desk(request, form)
    numbers = [key_of(each) for each in request.POST.getlist("payout")[: payouts.MOST_IN_FILE]]
    chosen = list(queries.ready().filter(pk__in=numbers))
    day = form.cleaned_data["execute_on"]
    attempt(request, payouts.make_bank_file, payouts=chosen, execute_on=day, by=request.user)
    return redirect("wishlist_payouts")


@for_right(MONEY)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, byte for byte as it was made."""
    made = get_object_or_404(BankFile, pk=pk)
    answer = HttpResponse(bytes(made.xml), content_type="application/xml; charset=utf-8")
    name = f"{made.message_id}.xml"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@for_right(MONEY)
@require_POST
def act_on_file(request: HttpRequest, pk: int) -> HttpResponse:
    """It was given to the bank, the bank has paid, or it never goes there."""
    made = get_object_or_404(BankFile, pk=pk)
    doing = request.POST.get("act", "")
    if doing == "sent":
        attempt(request, payouts.give_to_bank, file=made)
    elif doing == "paid":
        attempt(request, payouts.confirm_bank_file, file=made, by=request.user)
    elif doing == "withdraw":
        attempt(request, payouts.withdraw_bank_file, file=made, by=request.user)
    return redirect("wishlist_payouts")
