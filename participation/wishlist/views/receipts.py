"""Where donors get what the tax office wants, by a donation's secret or in the account."""

from typing import Any

from crowdfunding_lite.models import Donation
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.pagination import paginate
from participation.wishlist.domain import receipts
from participation.wishlist.domain.receipt_data import address_lines
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.receipts import AddressForm
from participation.wishlist.models import Receipt, ReceiptKind
from participation.wishlist.queries import receipts as queries
from participation.wishlist.views.common import crumb_of, show

ADDRESS = ("name", "company", "street", "postcode", "city", "country")


def _donation(key: str) -> Donation:
    joined = Donation.objects.select_related("campaign__wish__institution", "donor")
    return get_object_or_404(joined, key=key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What can be had for a donation, why not, and the address that a receipt needs."""
    donation = _donation(key)
    sent = request.POST if "street" in request.POST else None
    form = AddressForm(sent, initial=_known_address(donation))
    if sent is not None and form.is_valid():
        _take_address(request, donation, form)
        return redirect("wishlist:receipt", key)
    if request.method == "POST" and sent is None:
        return _issue(request, donation)
    together = queries.together_with(donation)
    return show(
        request,
        "wishlist/receipt.html",
        _("Receipt for your tax return"),
        crumb_of(donation.campaign.wish),
        introduction=_("For your donation to “%(title)s”.") % {"title": donation.campaign.title},
        donation=donation,
        offer=queries.offer_for(donation),
        together=together if len(together) > 1 else [],
        address=address_lines(donation.donor, with_address=True),
        form=form,
        status=422 if form.errors else 200,
    )


def _known_address(donation: Donation) -> dict[str, Any]:
    donor = donation.donor
    return {name: getattr(donor, name) for name in ADDRESS} if donor else {}


def _take_address(request: HttpRequest, donation: Donation, form: AddressForm) -> None:
    try:
        receipts.complete_address(donation=donation, words=form.cleaned_data)
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. Now you can fetch the receipt."))


def _issue(request: HttpRequest, donation: Donation) -> HttpResponse:
    """Issue what was asked for and hand it over; asked twice it is the same paper."""
    kind = request.POST.get("kind", "")
    if kind not in ReceiptKind.values:
        raise Http404
    offer = queries.offer_for(donation)
    donations = queries.together_with(donation) if kind == ReceiptKind.COLLECTIVE else [donation]
    try:
        if kind != ReceiptKind.SIMPLE and not offer.can_fetch:
            raise NotAllowedError(offer.why_not or _("The institution signs it by hand."))
        made = receipts.issue(kind=kind, donations=donations, donor=donation.donor)
    except NotAllowedError as error:
        messages.error(request, str(error))
        return redirect("wishlist:receipt", donation.key)
    return redirect("wishlist:receipt_file", made.key)


@never_cache
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The paper itself. One that is void is not handed out any more; 410 says why."""
    found = get_object_or_404(Receipt.objects.select_related("file"), key=key)
    if found.is_void or _money_went_back(found):
        return show(
            request,
            "wishlist/receipt_void.html",
            _("This receipt is void"),
            receipt=found,
            status=410,
        )
    answer = HttpResponse(bytes(found.file.pdf), content_type="application/pdf")
    name = f"zuwendungsbestaetigung-{found.shown_number}.pdf" if found.number else "beleg.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _money_went_back(found: Receipt) -> bool:
    """Ask the books, too, so that a receipt never serves a moment longer than the money."""
    items = found.items.select_related("donation")
    return any(queries.why_not_donation(item.donation) for item in items)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Receipts of somebody signed in, newest first."""
    listing = paginate(queries.receipts_of(request.user), request.GET.get("page"))
    context = {
        "title": _("My donation receipts"),
        "introduction": _("What you can give to the tax office."),
        "pictogram": "document",
        "receipts": listing.object_list,
        "page_obj": listing,
    }
    return render(request, "wishlist/my_receipts.html", context)
