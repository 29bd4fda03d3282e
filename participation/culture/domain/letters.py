"""What institutions' people are told about by mail."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.links.domain import confirmation_letter
from cms.users.models import User
from cms.users.teams.domain import invitation_letter, took_over_letter
from participation.culture.models import Confirmation, Institution, Invitation, Membership
from participation.culture.models.choices import InstitutionState


def owners(institution: Institution) -> list[User]:
    """Everybody who may do everything for it."""
    found = institution.members.owners().select_related("user")
    return [member.user for member in found if member.user.is_active]


def planners(institution: Institution) -> list[User]:
    """Everybody who works on its events, resources and posts."""
    found = institution.members.planners().select_related("user")
    return [member.user for member in found if member.user.is_active]


def tell(people: Iterable[User], letter: Callable[[], Letter]) -> None:
    """Send a letter to people, written in the language of each."""
    for person in people:
        with translation.override(person.language):
            send(letter(), to=person.email, language=person.language)


def area(institution: Institution) -> tuple[str, str]:
    """The link to an institution's own area."""
    return _("Your institution's area"), reverse("culture_institution", args=[institution.pk])


def application(asked: Confirmation) -> Letter:
    """Asks whether the address of an application is right."""
    what = _("You have registered “%(name)s” for the members' area of culture.")
    return confirmation_letter(
        asked,
        subject=_("Please confirm your application"),
        what=what % {"name": asked.institution},
        lost=_("If you do not press it until %(until)s, we delete what you have sent."),
        path=reverse("culture:confirm", args=[asked.key]),
    )


def received(*, institution: Institution, to: User) -> None:
    """Say that the application has arrived, and what comes next."""

    def letter() -> Letter:
        return Letter(
            subject=_("We have your application"),
            paragraphs=[
                _("Thank you! You have registered “%(name)s” for the members' area of culture.")
                % {"name": institution},
                _("We look at it now and write to you afterwards."),
                _("You can add events and resources meanwhile; partners see them afterwards."),
            ],
            links=[area(institution)],
        )

    tell([to], letter)


def decided(*, institution: Institution, reason: str) -> None:
    """Say what the office has decided, with the reason."""
    tell(owners(institution), lambda: _decision(institution, reason))


def _decision(institution: Institution, reason: str) -> Letter:
    words = {
        InstitutionState.VERIFIED: (
            _("Your institution takes part"),
            _("“%(name)s” is verified. Its public page is online, and the area is open to you."),
        ),
        InstitutionState.DECLINED: (
            _("Your application was declined"),
            _("We cannot take “%(name)s” into the members' area of culture."),
        ),
        InstitutionState.SUSPENDED: (
            _("Your institution is suspended"),
            _("“%(name)s” does not take part at present; its public page is offline."),
        ),
    }
    subject, text = words[InstitutionState(institution.state)]
    return Letter(
        subject=subject,
        paragraphs=[text % {"name": institution}],
        facts=[(_("Reason"), reason)] if reason else [],
        links=[area(institution)],
    )


def invitation(invited: Invitation) -> Letter:
    """Brings the link by which somebody becomes a member."""
    return invitation_letter(
        invited,
        subject=_("You are invited: %(name)s in the members' area of culture"),
        what=_("%(name)s would like you to take part in its planning."),
        path=reverse("culture:invitation", args=[invited.key]),
    )


def took_over(membership: Membership) -> Letter:
    """Tells a member that they are an owner now."""
    return took_over_letter(membership, [area(membership.institution)])
