"""The form of a donation. Money is asked for on the payment provider's own page."""

from typing import Any

from crowdfunding_lite.models import Donation, Rule
from crowdfunding_lite.providers import ProviderError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core import proof
from cms.core.guards import is_too_often, too_often, who_asks
from cms.core.requests import language
from cms.users.requests import person
from participation.wishlist.domain import giving, paying, rules
from participation.wishlist.domain.fees import cover_cents
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.giving import DonationForm
from participation.wishlist.models import Wish, WishlistSettings
from participation.wishlist.queries import bar, figures, lists
from participation.wishlist.views import passes
from participation.wishlist.views.common import crumb_of, public_wish, show

PER_HOUR, PER_SESSION = 12, 8


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def donate(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; sent, it leads on to the payment page. The same form sent twice is one donation."""
    wish = public_wish(pk)
    if wish.campaign.goal_cents is None:
        raise Http404
    if not wish.is_open:
        title = _("This wish takes no more donations")
        return show(request, "wishlist/closed.html", title, crumb_of(wish), wish=wish, status=410)
    chosen = rules.settings()
    form = _form(request, wish, chosen)
    if request.method != "POST":
        return _page(request, wish, form)
    if not form.is_valid():
        return _page(request, wish, form, status=422)
    return _store(request, wish, form)


def _form(request: HttpRequest, wish: Wish, chosen: WishlistSettings) -> DonationForm:
    user = person(request)
    known = {"email": user.email, "name": user.get_full_name()} if user else {}
    return DonationForm(
        request.POST if request.method == "POST" else None,
        chosen=chosen,
        monthly=chosen.monthly and wish.campaign.rule == Rule.KEEP,
        receipts=wish.institution.may_issue_receipts(),
        ends_on=wish.campaign.ends_on,
        initial=known | passes.initial(request, wish),
    )


def _page(
    request: HttpRequest, wish: Wish, form: DonationForm, status: int = 200, **more: Any
) -> HttpResponse:
    chosen = form.chosen
    examples = [(cents, cover_cents(cents, chosen)) for cents in chosen.preset_amounts]
    return show(
        request,
        "wishlist/donate.html",
        _("Donate"),
        crumb_of(wish),
        introduction=wish.title,
        wish=lists.with_card(Wish.objects.filter(pk=wish.pk)).get(),
        progress=figures.progress_of(wish.campaign),
        form=form,
        examples=examples,
        proof_url=reverse("wishlist:proof") if _is_doubtful(request, chosen) else "",
        status=status,
        **more,
    )


def _store(request: HttpRequest, wish: Wish, form: DonationForm) -> HttpResponse:
    """Written down, committed, and only then the provider is asked for its page."""
    sent = {"wish": wish, "key": form.cleaned_data["key"], "giving": form.giving}
    if not giving.is_known(**sent) and _gives_too_often(request):
        form.add_error(None, too_often())
        return _page(request, wish, form, status=429)
    if _needs_a_pass(request, wish, form):
        passes.mail(wish=wish, form=form, language=language())
        title = _("Please look into your mail")
        return show(request, "wishlist/pass_mailed.html", title, crumb_of(wish), wish=wish)
    try:
        donation = giving.give(**sent, language=language(), user=person(request))
        return _to_payment(request, donation)
    except NotAllowedError as error:
        form.add_error(None, str(error))
        return _page(request, wish, form, status=409)
    except ProviderError:
        form.add_error(None, _unreachable())
        return _page(request, wish, form, status=503)


def _to_payment(request: HttpRequest, donation: Donation) -> HttpResponse:
    """303, so that going back does not send the form again (RFC 9110, 15.4.4)."""
    url = paying.checkout_url(donation=donation)
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer


def _unreachable() -> str:
    return _(
        "The payment page cannot be reached at the moment. Nothing has been taken. "
        "Please send the form again in a few minutes; it stays one donation."
    )


def _gives_too_often(request: HttpRequest) -> bool:
    """Count by address and by session: who tries out cards makes many small donations."""
    session = request.session
    if session.session_key is None:
        session.create()
    by_session = is_too_often("donate-session", session.session_key, most=PER_SESSION, seconds=3600)
    return is_too_often("donate", who_asks(request), most=PER_HOUR, seconds=3600) or by_session


def _needs_a_pass(request: HttpRequest, wish: Wish, form: DonationForm) -> bool:
    """While failures have risen, a donor without an account proves work or an address first."""
    if not _is_doubtful(request, form.chosen):
        return False
    proven = proof.is_proven(form.cleaned_data["altcha"])
    return not (proven or passes.is_good(request, wish, form.cleaned_data["email"]))


def _is_doubtful(request: HttpRequest, chosen: WishlistSettings) -> bool:
    """Whether failures have risen, and the donor has no account that could answer for them."""
    return person(request) is None and bar.is_raised(chosen.declines_per_hour)


@never_cache
@require_safe
def proof_challenge(request: HttpRequest) -> JsonResponse:
    """Work for the browser of somebody who is about to send something."""
    return JsonResponse(proof.challenge())
