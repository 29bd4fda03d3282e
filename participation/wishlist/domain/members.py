"""Verbs about who acts for an institution. There is always somebody who may do everything."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from cms.users.links import domain as links
from cms.users.models import User
from cms.users.teams import domain as teams
from participation.wishlist.domain import institution_letters
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Institution, Invitation, Membership

MOST_MEMBERS = 30


def invite(
    *, institution: Institution, email: str, role: str, by: User, language: str
) -> Invitation:
    """Mail somebody the link by which they become a member; inviting again sends a new one."""
    invitation: Invitation = teams.invite(
        institution=institution,
        email=email,
        role=role,
        by=by,
        language=language,
        most=MOST_MEMBERS,
        letter=_letter,
        refuse=NotAllowedError,
    )
    return invitation


def _letter(invitation: Invitation) -> Letter:
    return teams.invitation_letter(
        invitation,
        subject=_("You are invited: %(name)s on the digital wish list"),
        what=_("%(name)s would like you to take part in its wishes."),
        path=reverse("wishlist:invitation", args=[invitation.key]),
    )


def invitation_of(key: str) -> Invitation | None:
    """The invitation of a link; None when it is forged, used or too old."""
    return links.waiting(Invitation.objects.select_related("institution"), key)


def accept(*, invitation: Invitation, user: User | None) -> Membership:
    """Become a member: whoever is signed in, else the account of the address, made if need be.

    NotAllowedError for a link used before and for somebody signed in with another address.
    """
    membership: Membership = teams.accept(invitation=invitation, user=user, refuse=NotAllowedError)
    return membership


def change_role(*, membership: Membership, role: str) -> Membership:
    """Give a member another role. NotAllowedError for the last owner."""
    return teams.change_role(membership=membership, role=role, refuse=NotAllowedError)


def remove(*, membership: Membership) -> None:
    """End a membership, one's own too. NotAllowedError for the last owner."""
    teams.remove(membership=membership, refuse=NotAllowedError)


def leave_everything(*, user: User) -> None:
    """End every membership of an account that goes; whoever comes next takes over and is told."""
    memberships = Membership.objects.of(user)
    teams.leave_everything(memberships=memberships, letter=institution_letters.took_over)


def forget_old_invitations() -> int:
    """Delete invitations that nobody has accepted in time; how many."""
    return links.forget_old(Invitation.objects.all())
