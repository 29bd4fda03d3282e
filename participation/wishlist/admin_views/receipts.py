"""Receipts: what was issued, what is wished for, and what is no longer valid."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.requests import key_of, sent
from participation.wishlist import exports
from participation.wishlist.admin_views.common import (
    attempt,
    for_right,
    in_pages,
    may,
    show,
)
from participation.wishlist.domain import receipts
from participation.wishlist.forms.office import ReceiptFilter, WordsForm
from participation.wishlist.models import Receipt, ReceiptKind
from participation.wishlist.queries import receipts as queries
from participation.wishlist.roles import MONEY, SEE


@for_right(SEE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Issued receipts, newest first."""
    form = ReceiptFilter(request.GET)
    rows = queries.issued(form.chosen, with_names=may(request, MONEY))
    return show(
        request,
        "receipts.html",
        _("Receipts"),
        form=form,
        gaps=queries.gaps(),
        wished=queries.wished_for().count(),
        endings=list(exports.WRITERS) if may(request, MONEY) else [],
        **in_pages(request, rows),
    )


@for_right(MONEY)
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as a file."""
    rows = queries.issued(ReceiptFilter(request.GET).chosen, with_names=True)
    return exports.answer(ending, exports.RECEIPTS, rows)


@for_right(MONEY)
@require_safe
def wished(request: HttpRequest) -> HttpResponse:
    """Donations whose donors asked for a receipt and have none, by donor."""
    rows = queries.wished_for()
    return show(
        request, "receipts_wished.html", _("Receipts wished for"), **in_pages(request, rows)
    )


@for_right(MONEY)
@require_POST
def issue_many(request: HttpRequest) -> HttpResponse:
    """One receipt for the chosen donations; a collective one for several."""
    numbers = [key_of(each) for each in request.POST.getlist("donation")[:500]]
    chosen = list(queries.unconfirmed().filter(pk__in=numbers))
    kind = ReceiptKind.COLLECTIVE if len(chosen) > 1 else ReceiptKind.SINGLE
    made = attempt(request, receipts.issue, kind=kind, donations=chosen, by=request.user)
    return redirect("wishlist_receipt", made.pk) if made else redirect("wishlist_receipts_wished")


@for_right(SEE, change=MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt with what stands on it; the treasury can make it void."""
    receipt = get_object_or_404(Receipt.objects.select_related("institution", "donor", "by"), pk=pk)
    form = WordsForm(sent(request, "words"), label=_("Why it becomes void"))
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        attempt(request, receipts.void, receipt=receipt, reason=words)
        return redirect(request.path)
    return show(
        request,
        "receipt.html",
        _("Receipt"),
        form,
        subtitle=str(receipt),
        receipt=receipt,
        items=receipt.items.select_related("donation__campaign"),
        form=form,
    )


@for_right(MONEY)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The duplicate, byte for byte as it was handed out."""
    receipt = get_object_or_404(Receipt.objects.select_related("file"), pk=pk)
    kept: Any = getattr(receipt, "file", None)
    if kept is None:
        raise Http404
    answer = HttpResponse(bytes(kept.pdf), content_type="application/pdf")
    void = "-ungueltig" if receipt.is_void else ""
    name = f"{receipt.shown_number or 'beleg-' + str(receipt.pk)}{void}.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
