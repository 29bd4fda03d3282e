"""What an institution's people are told about it by mail."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from cms.users.teams.domain import took_over_letter
from participation.wishlist.models import ChangeRequest, Institution, Membership
from participation.wishlist.models.choices import InstitutionState
from participation.wishlist.models.institutions import ChangeKind


def owners(institution: Institution) -> list[User]:
    """Everybody who may do everything for it."""
    found = institution.members.owners().select_related("user")
    return [member.user for member in found if member.user.is_active]


def editors(institution: Institution) -> list[User]:
    """Everybody who works on its wishes."""
    found = institution.members.select_related("user")
    return [member.user for member in found if member.may_edit and member.user.is_active]


def area(institution: Institution) -> tuple[str, str]:
    """The link to an institution's own area."""
    path = reverse("my_institution", args=[institution.pk])
    return (_("Your institution's area"), path)


def received(*, institution: Institution, to: User) -> None:
    """Say that the application has arrived, and what comes next."""
    with translation.override(to.language):
        letter = Letter(
            subject=_("We have your application"),
            paragraphs=[
                _("Thank you! You have registered “%(name)s” for the digital wish list.")
                % {"name": institution},
                _("We check the register and the tax papers now, and write to you afterwards."),
                _("You can write your first wish meanwhile; it appears after the check."),
            ],
            links=[area(institution)],
        )
        send(letter, to=to.email, language=to.language)


def decided(*, institution: Institution, reason: str) -> None:
    """Say what the office has decided, with the reason."""
    for person in owners(institution):
        with translation.override(person.language):
            send(_decision(institution, reason), to=person.email, language=person.language)


def _decision(institution: Institution, reason: str) -> Letter:
    name = {"name": institution}
    words = {
        InstitutionState.VERIFIED: (
            _("Your institution is verified"),
            _("“%(name)s” is on the digital wish list now. You can publish wishes.") % name,
        ),
        InstitutionState.DECLINED: (
            _("Your application was declined"),
            _("We cannot put “%(name)s” on the digital wish list at present.") % name,
        ),
        InstitutionState.SUSPENDED: (
            _("Your institution is suspended"),
            _("Wishes of “%(name)s” take no donations for the time being.") % name,
        ),
    }
    subject, text = words[InstitutionState(institution.state)]
    reasons = [_("The reason: %(reason)s") % {"reason": reason}] if reason else []
    return Letter(subject=subject, paragraphs=[text, *reasons], links=[area(institution)])


def change_entered(*, request: ChangeRequest) -> None:
    """Tell every owner, so that one who did not do it can object."""
    _each_owner(request, _entered)


def _entered(request: ChangeRequest) -> Letter:
    return Letter(
        subject=_("A change waits for the office"),
        paragraphs=[
            _("For “%(name)s” somebody has entered: %(what)s.")
            % {"name": request.institution, "what": ChangeKind(request.kind).label},
            _("It is not in force yet. We look at it, and ask back for a bank account."),
            _("You do not know of it? Then please tell us at once."),
        ],
        facts=_facts(request),
        links=[area(request.institution)],
    )


def change_decided(*, request: ChangeRequest) -> None:
    """Tell every owner whether it is in force."""
    _each_owner(request, _after)


def _after(request: ChangeRequest) -> Letter:
    what = {"what": ChangeKind(request.kind).label}
    if request.accepted:
        subject, text = _("Your change is in force"), _("In force now: %(what)s.") % what
    else:
        subject = _("Your change was not taken over")
        text = _("Everything stays as it was: %(what)s.") % what
    reasons = [_("The reason: %(reason)s") % {"reason": request.reason}] if request.reason else []
    return Letter(
        subject=subject,
        paragraphs=[text, *reasons],
        facts=_facts(request),
        links=[area(request.institution)],
    )


def _facts(request: ChangeRequest) -> Sequence[tuple[str, str]]:
    """The end of an account number is enough to know it again."""
    if request.kind != ChangeKind.BANK:
        return []
    if "iban" not in request.data:
        return [(_("Account at Stripe"), request.data["provider_account"])]
    return [
        (_("Account holder"), request.data["account_holder"]),
        (_("IBAN"), f"… {request.data['iban'][-4:]}"),
    ]


def _each_owner(request: ChangeRequest, letter_of: Callable[[ChangeRequest], Letter]) -> None:
    for person in owners(request.institution):
        with translation.override(person.language):
            send(letter_of(request), to=person.email, language=person.language)


def took_over(membership: Membership) -> Letter:
    """Tells a member that they are an owner now."""
    return took_over_letter(membership, [area(membership.institution)])
