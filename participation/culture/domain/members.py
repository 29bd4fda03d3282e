"""Verbs about who acts for an institution. There is always somebody who may do everything."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.links import domain as links
from cms.users.models import User
from cms.users.teams import domain as teams
from participation.culture.domain import letters
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Institution, Interest, Invitation, Membership

MOST_MEMBERS = 60


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
        letter=letters.invitation,
        refuse=NotAllowedError,
    )
    return invitation


def invitation_of(key: str) -> Invitation | None:
    """The invitation of a link; None when it is forged, used or too old."""
    return links.waiting(Invitation.objects.select_related("institution"), key)


def accept(*, invitation: Invitation, user: User | None) -> Membership:
    """Become a member: whoever is signed in, else the account of the address, made if need be.

    NotAllowedError for a link used before and for somebody signed in with another address.
    """
    with transaction.atomic():
        membership: Membership = teams.accept(
            invitation=invitation, user=user, refuse=NotAllowedError
        )
        Interest.objects.get_or_create(user=membership.user)
    return membership


def change_role(*, membership: Membership, role: str) -> Membership:
    """Give a member another role. NotAllowedError for the last owner."""
    return teams.change_role(membership=membership, role=role, refuse=NotAllowedError)


def remove(*, membership: Membership) -> None:
    """End a membership, one's own too. NotAllowedError for the last owner."""
    teams.remove(membership=membership, refuse=NotAllowedError)


def hand_over(*, membership: Membership, to: Membership) -> Membership:
    """Make another member an owner and leave. Raises NotAllowedError."""
    with transaction.atomic():
        membership, to = teams.fresh(membership), teams.fresh(to)
        if to.institution_id != membership.institution_id or to.pk == membership.pk:
            raise NotAllowedError(_("Choose another member of the same institution."))
        if not membership.may_own:
            raise NotAllowedError(_("Only an owner can hand over."))
        membership.delete()
        teams.take_over(membership=to, letter=letters.took_over)
    return to


def leave_everything(*, user: User) -> None:
    """End every membership of an account that goes; whoever comes next takes over and is told."""
    teams.leave_everything(memberships=Membership.objects.of(user), letter=letters.took_over)


def forget_old_invitations() -> int:
    """Delete invitations that nobody has accepted in time; how many."""
    return links.forget_old(Invitation.objects.all())
