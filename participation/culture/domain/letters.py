"""What institutions' people are told about by mail."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from participation.culture.models import Confirmation, Institution, Invitation, Membership
from participation.culture.models.choices import InstitutionState, Role


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


def confirm_application(*, asked: Confirmation) -> None:
    """Ask whether the address of an application is right."""
    until = date_format(timezone.localtime(asked.expires_at), "DATETIME_FORMAT")
    with translation.override(asked.language):
        letter = Letter(
            subject=_("Please confirm your application"),
            paragraphs=[
                _("You have registered “%(name)s” for the members' area of culture.")
                % {"name": asked.institution},
                _("Open this page and press the button, so that we know the address is yours."),
                _("If you do not press it until %(until)s, we delete what you have sent.")
                % {"until": until},
            ],
            links=[(_("Confirm"), reverse("culture:confirm", args=[asked.key]))],
            after=[_("That was not you? Then you need not do anything.")],
        )
        send(letter, to=asked.email, language=asked.language)


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


def invited(*, invitation: Invitation) -> None:
    """Mail the link by which somebody becomes a member."""
    with translation.override(invitation.language):
        letter = Letter(
            subject=_("You are invited: %(name)s in the members' area of culture")
            % {"name": invitation.institution},
            paragraphs=[
                _("%(name)s would like you to take part in its planning.")
                % {"name": invitation.institution},
                _("Open this page and press the button. The link is valid for two weeks."),
            ],
            facts=[(_("Your role"), str(Role(invitation.role).label))],
            links=[
                (_("Look at the invitation"), reverse("culture:invitation", args=[invitation.key]))
            ],
            after=[_("You do not want that? Then you need not do anything.")],
        )
        send(letter, to=invitation.email, language=invitation.language)


def took_over(*, membership: Membership) -> None:
    """Tell a member that they are an owner now."""
    institution = membership.institution

    def letter() -> Letter:
        return Letter(
            subject=_("You are an owner of %(name)s now") % {"name": institution},
            paragraphs=[_("Whoever was it before has handed over to you.")],
            links=[area(institution)],
        )

    tell([membership.user], letter)
