"""An institution's profile, its papers and its bank account."""

from typing import Any

from crowdfunding_lite.providers import ProviderError
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.letters import absolute
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.wishlist.domain import changes, connect, institutions
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.institutions import BankForm, PapersForm, ProfileForm
from participation.wishlist.models import Institution, Membership
from participation.wishlist.models.institutions import ChangeKind
from participation.wishlist.views.area.common import EDIT, OWN, membership, show


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody sees, address and contact: changed at once."""
    member = membership(request, pk, EDIT)
    institution = member.institution
    initial = {
        name: getattr(institution, name)
        for name in ProfileForm.base_fields
        if hasattr(institution, name)
    }
    form = ProfileForm(
        sent(request),
        request.FILES or None,
        has_logo=institution.logo_id is not None,
        initial=initial | {"logo": None},
    )
    if form.is_bound and form.is_valid():
        institutions.change_profile(
            institution=institution,
            by=user_of(request),
            words=form.words,
            logo=form.cleaned_data["logo"],
            without_logo=form.cleaned_data.get("without_logo", False),
        )
        messages.success(request, _("Your changes are saved."))
        return redirect("my_profile", pk)
    status = 422 if form.errors else 200
    return show(request, member, "form.html", _("Profile"), form=form, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Register and tax papers: newer ones are looked at by the office."""
    member = membership(request, pk, OWN)
    institution = member.institution
    initial = {name: getattr(institution, name) for name in changes.PAPERS}
    form = PapersForm(sent(request), request.FILES or None, initial=initial)
    if form.is_bound and form.is_valid():
        return _ask(
            request, institution, ChangeKind.PAPERS, form.papers, form.cleaned_data["paper"]
        )
    title = _("Papers")
    return _page(request, member, title, ChangeKind.PAPERS, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, pk: int) -> HttpResponse:
    """The account the money goes to: another one is looked at by the office."""
    member = membership(request, pk, OWN)
    if "set_up" in request.POST or "use" in request.POST:
        return _connect(request, member.institution)
    receiver = member.institution.receiver
    initial = {"account_holder": receiver.account_holder, "iban": receiver.iban}
    form = BankForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        return _ask(request, member.institution, ChangeKind.BANK, form.bank, None)
    more = _at_stripe(member.institution)
    return _page(request, member, _("Bank account"), ChangeKind.BANK, form, "bank.html", **more)


def _connect(request: HttpRequest, institution: Institution) -> HttpResponse:
    """On to Stripe's own page, or be paid there from now on."""
    try:
        if "use" in request.POST:
            values = connect.ready_account(institution=institution)
            return _ask(request, institution, ChangeKind.BANK, values, None)
        back = absolute(reverse("my_bank", args=[institution.pk]))
        way = connect.way_to_set_up(institution=institution, by=user_of(request), back=back)
        return HttpResponse(status=303, headers={"Location": way})
    except NotAllowedError as error:
        messages.error(request, str(error))
    except ProviderError:
        words = _("Stripe cannot be reached at the moment. Please try again in a few minutes.")
        messages.error(request, words)
    return redirect("my_bank", institution.pk)


def _at_stripe(institution: Institution) -> dict[str, Any]:
    """Whether an account there is offered, and how far it is."""
    if not connect.is_offered():
        return {}
    try:
        return {"is_offered": True, "account": connect.how_far(institution)}
    except ProviderError:
        return {"is_offered": True, "is_unreachable": True}


def _ask(
    request: HttpRequest, institution: Institution, kind: str, values: dict[str, Any], paper: Any
) -> HttpResponse:
    made = changes.ask(
        institution=institution, kind=kind, values=values, by=user_of(request), paper=paper
    )
    done = _("Your changes are saved.")
    if made.accepted is None:
        done = _("The office looks at it. Until then everything stays as it was.")
    messages.success(request, done)
    return redirect("my_institution", institution.pk)


def _page(
    request: HttpRequest,
    member: Membership,
    title: str,
    kind: str,
    form: Any,
    template: str = "checked_form.html",
    **more: Any,
) -> HttpResponse:
    waiting = member.institution.change_requests.filter(kind=kind, decided_at=None).first()
    status = 422 if form.errors else 200
    return show(request, member, template, title, form=form, waiting=waiting, status=status, **more)
