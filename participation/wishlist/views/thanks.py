"""Where donors come back to. The link's secret is known to the donor alone; nothing can be listed.

Coming back only makes us ask the provider: what holds is what it says.
"""

from crowdfunding_lite.models import Donation, DonationState
from crowdfunding_lite.providers import ProviderError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.guards import is_too_often
from participation.wishlist.domain import paying
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Wish
from participation.wishlist.queries import figures
from participation.wishlist.views.common import crumb_of, show

ASKED_PER_MINUTE = 10
PAID = (DonationState.PAID, DonationState.REFUNDED_IN_PART)
NOTHING_CAME = (DonationState.FAILED, DonationState.EXPIRED)


def _donation(key: str) -> Donation:
    joined = Donation.objects.select_related("campaign", "donor", "subscription")
    found = joined.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _wish(donation: Donation) -> Wish:
    found = Wish.objects.select_related("campaign", "institution")
    return found.get(campaign=donation.campaign_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """Paid, on its way, or failed; the button of one that is open leads to its page once more."""
    donation = _donation(key)
    if request.method == "POST":
        return _again(request, donation)
    return _result(request, _asked(donation))


def _asked(donation: Donation) -> Donation:
    """The donation after the provider was asked, where that can change anything."""
    often = is_too_often("settle", donation.key, most=ASKED_PER_MINUTE, seconds=60)
    if not donation.is_open or often:
        return donation
    try:
        return paying.returned(donation=donation)
    except ProviderError:
        return donation  # the page says that we still look


def _result(request: HttpRequest, donation: Donation) -> HttpResponse:
    wish = _wish(donation)
    outcome, title = _outcome(donation)
    return show(
        request,
        "wishlist/thanks.html",
        title,
        crumb_of(wish),
        wish=wish,
        donation=donation,
        outcome=outcome,
        progress=figures.progress_of(wish.campaign),
    )


def _outcome(donation: Donation) -> tuple[str, str]:
    if donation.state in PAID:
        return "paid", _("Thank you for your donation!")
    if donation.state == DonationState.PROCESSING:
        return "pending", _("Thank you! Your direct debit is on its way")
    if donation.state in NOTHING_CAME:
        return "failed", _("Your payment did not work")
    if donation.state == DonationState.DISPUTED:
        return "disputed", _("Your bank has asked for your donation back")
    if donation.state == DonationState.STARTED:
        return "open", _("We do not know of your payment yet")
    return "back", _("Your donation has gone back to you")


@never_cache
@require_safe
def cancelled(request: HttpRequest, key: str) -> HttpResponse:
    """The donor has turned back on the payment page. Whoever paid all the same sees that."""
    donation = _asked(_donation(key))
    if donation.state != DonationState.STARTED:
        return _result(request, donation)
    wish = _wish(donation)
    return show(
        request,
        "wishlist/cancelled.html",
        _("You have not paid"),
        crumb_of(wish),
        wish=wish,
        donation=donation,
    )


def _again(request: HttpRequest, donation: Donation) -> HttpResponse:
    try:
        url = paying.checkout_url(donation=donation)
    except NotAllowedError:
        return _result(request, _asked(donation))
    except ProviderError:
        return _result(request, donation)
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer
