"""What waits, what went wrong, and the money month by month."""

from typing import Any

from crowdfunding_lite.models import Difference, Dispute
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.columns import HEIGHT, WIDTH, Columns
from cms.core.money import euros
from cms.core.requests import sent
from participation.wishlist.admin_views.common import (
    attempt,
    back,
    for_right,
    in_pages,
    show,
)
from participation.wishlist.domain import refunds
from participation.wishlist.forms.office import EvidenceForm
from participation.wishlist.queries import alerts as queries
from participation.wishlist.queries import donations
from participation.wishlist.queries import office_figures as figures
from participation.wishlist.roles import MONEY, SEE

KEYS = ("came", "paid-out", "held", "back")


@for_right(SEE)
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Everything that is wrong or late, the gravest first, with the way to solve it."""
    this_month = figures.months(number=1)[0]
    return show(
        request,
        "alerts.html",
        _("Alerts"),
        icon="warning",
        alerts=queries.alerts(),
        month=this_month,
        monthly=figures.running_monthly(),
        today=timezone.localdate(),
    )


@for_right(SEE)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """Columns for each month, the same as a table, and a year of each institution."""
    found = figures.since_the_first(figures.months())
    columns = Columns.of([_euros(month) for month in found], KEYS)
    year = _year(request)
    return show(
        request,
        "figures.html",
        _("Figures"),
        icon="table",
        months=found,
        columns=columns,
        lines=[(euros(number * 100), y) for number, y in columns.lines],
        months_below=[
            (columns.slots[place], month.first, place == 0 or month.first.month == 1)
            for place, month in enumerate(found)
        ],
        width=int(WIDTH),
        height=int(HEIGHT),
        year=year,
        next_year=year + 1 if year < timezone.localdate().year else None,
        institutions=figures.institutions(year),
        monthly=figures.running_monthly(),
    )


def _euros(month: figures.Month) -> list[int]:
    """Whole euros for the columns; in a month, more may come back than goes."""
    cents = (month.came_cents, month.paid_out_cents, month.held_cents, month.back_cents)
    return [max(0, each) // 100 for each in cents]


def _year(request: HttpRequest) -> int:
    this_year = timezone.localdate().year
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdecimal() and len(asked) == 4
    return min(int(asked), this_year) if is_year and int(asked) > 1999 else this_year


@for_right(MONEY)
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a difference that somebody has understood."""
    difference = get_object_or_404(Difference, pk=pk)
    words: Any = request.POST.get("words", "")[:500]
    attempt(request, refunds.explain_difference, difference=difference, text=words)
    return redirect(back(request, "wishlist_alerts"))


@for_right(SEE)
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Disputes, those that must be answered first on top."""
    only_open = "all" not in request.GET
    rows = donations.disputes(only_open=only_open)
    return show(
        request,
        "disputes.html",
        _("Disputes"),
        icon="warning",
        only_open=only_open,
        now=timezone.now(),
        **in_pages(request, rows),
    )


@for_right(SEE, change=MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispute: what it is about, until when, and what was sent as evidence."""
    joined = Dispute.objects.select_related("donation__campaign__wish__institution")
    found = get_object_or_404(joined, pk=pk)
    form = EvidenceForm(sent(request, "evidence"), initial={"evidence": found.evidence_note})
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["evidence"]
        attempt(request, refunds.note_evidence, dispute=found, text=text, by=request.user)
        return redirect(request.path)
    return show(
        request,
        "dispute.html",
        _("Dispute"),
        form,
        icon="warning",
        subtitle=found.donation.campaign.title,
        dispute=found,
        form=form,
        now=timezone.now(),
    )
