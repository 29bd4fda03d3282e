"""Donations: the list, one with its whole history, and giving money back."""

from typing import Any

from crowdfunding_lite.domain import left_to_refund
from crowdfunding_lite.models import Donation, Refund
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.requests import sent
from participation.wishlist import exports
from participation.wishlist.admin_views.common import (
    attempt,
    back,
    for_right,
    in_pages,
    may,
    show,
)
from participation.wishlist.domain import receipts, refunds
from participation.wishlist.forms.office import DonationFilter, RefundForm, WordsForm
from participation.wishlist.models import ReceiptKind
from participation.wishlist.queries import donations as queries
from participation.wishlist.queries import receipts as receipt_queries
from participation.wishlist.roles import MONEY, SEE


@for_right(SEE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Donations by the filters in force, with what they add up to."""
    form = DonationFilter(request.GET)
    rows = queries.found(form.chosen, with_names=may(request, MONEY))
    return show(
        request,
        "donations.html",
        _("Donations"),
        form=form,
        sums=queries.sums(rows),
        endings=list(exports.WRITERS) if may(request, MONEY) else [],
        **in_pages(request, rows),
    )


@for_right(MONEY)
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as a file, with names and addresses."""
    rows = queries.found(DonationFilter(request.GET).chosen, with_names=True)
    return exports.answer(ending, exports.DONATIONS, rows)


def _donation(pk: int) -> Donation:
    joined = Donation.objects.select_related(
        "campaign__wish__institution", "campaign__receiver", "donor", "subscription"
    )
    return get_object_or_404(joined, pk=pk)


@for_right(SEE, change=MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One donation with every event; the treasury adds notes."""
    donation = _donation(pk)
    note = WordsForm(sent(request, "words"), label=_("Add a note"))
    if note.is_bound and note.is_valid():
        words = note.cleaned_data["words"]
        attempt(request, refunds.comment, donation=donation, text=words, by=request.user)
        return redirect(request.path)
    return show(
        request,
        "donation.html",
        _("Donation"),
        note,
        subtitle=donation.campaign.title,
        donation=donation,
        events=queries.timeline(donation),
        refunds=donation.refunds.select_related("by").order_by("created_at"),
        disputes=donation.disputes.order_by("opened_at"),
        offer=receipt_queries.offer_for(donation),
        past_receipts=receipt_queries.void_of(donation),
        left=left_to_refund(donation),
        note=note,
    )


@for_right(MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """First say how much and why, then see what follows from it, then do it."""
    donation = _donation(pk)
    left = left_to_refund(donation)
    form = RefundForm(request.POST or None, most=left, initial={"cents": left})
    is_asked = form.is_bound and form.is_valid()
    if is_asked and "confirm" in request.POST:
        done = attempt(
            request, refunds.ask, donation=donation, by=request.user, **form.cleaned_data
        )
        if done:
            return redirect("wishlist_donation", pk)
    return show(
        request,
        "refund.html",
        _("Refund"),
        form,
        icon="redirect",
        subtitle=donation.campaign.title,
        donation=donation,
        form=form,
        left=left,
        is_asked=is_asked,
        receipt=receipt_queries.valid_receipt_of(donation),
        paid_out=donation.campaign.payouts.standing().exists(),
    )


@for_right(MONEY)
@require_POST
def solve(request: HttpRequest, pk: int) -> HttpResponse:
    """How a refund that the provider could not make was settled."""
    failed = get_object_or_404(Refund.objects.select_related("donation"), pk=pk)
    words: Any = request.POST.get("words", "")[:500]
    attempt(
        request,
        refunds.solve,
        refund=failed,
        solution=words,
        by=request.user,
        is_returned="returned" in request.POST,
    )
    return redirect(back(request, "wishlist_alerts"))


@for_right(MONEY)
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the receipt of one donation."""
    donation = _donation(pk)
    kind = request.POST.get("kind")
    kind = kind if kind in (ReceiptKind.SINGLE, ReceiptKind.SIMPLE) else ReceiptKind.SINGLE
    made = attempt(request, receipts.issue, kind=kind, donations=[donation], by=request.user)
    if made:
        return redirect("wishlist_receipt", made.pk)
    return redirect("wishlist_donation", pk)
