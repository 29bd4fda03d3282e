"""Verbs about who acts for an institution. There is always somebody who may do everything."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from cms.users.queries import verified_addresses
from participation.culture.domain import letters
from participation.culture.domain.rules import NotAllowedError, locked, note, person_of
from participation.culture.models import Institution, Interest, Invitation, Membership
from participation.culture.models.choices import Role

VALID_DAYS, MOST_MEMBERS = 14, 60


def invite(
    *, institution: Institution, email: str, role: str, by: User, language: str
) -> Invitation:
    """Mail somebody the link by which they become a member; inviting again sends a new one."""
    email = email.lower()
    with transaction.atomic():
        institution = locked(institution)
        members = institution.members
        if members.filter(user__email__iexact=email).exists():
            raise NotAllowedError(_("This person is a member already."))
        if members.count() + institution.invitations.count() >= MOST_MEMBERS:
            raise NotAllowedError(_("An institution has at most 60 members."))
        institution.invitations.filter(email=email).delete()
        invitation = Invitation.objects.create(
            institution=institution,
            email=email,
            role=role,
            key=secrets.token_urlsafe(32),
            language=language,
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=VALID_DAYS),
        )
        letters.invited(invitation=invitation)
    return invitation


def invitation_of(key: str) -> Invitation | None:
    """The invitation of a link; None when it is forged, used or too old."""
    found = Invitation.objects.filter(key=key, expires_at__gt=timezone.now())
    return found.select_related("institution").first()


def accept(*, invitation: Invitation, user: User | None) -> Membership:
    """Become a member: whoever is signed in, else the account of the address, made if need be.

    NotAllowedError for somebody signed in with another address: a forwarded link is no invitation.
    """
    with transaction.atomic():
        institution = locked(invitation.institution)
        waiting = institution.invitations.select_for_update().filter(pk=invitation.pk).first()
        if waiting is None:
            raise NotAllowedError(_("This invitation is no longer valid."))
        if user is None:
            user = person_of(email=waiting.email, language=waiting.language)
        if not is_invited(waiting, user):
            raise NotAllowedError(_("This invitation was sent to another address."))
        membership, _new = Membership.objects.get_or_create(
            institution=institution, user=user, defaults={"role": waiting.role}
        )
        Interest.objects.get_or_create(user=user)
        waiting.delete()
    return membership


def is_invited(invitation: Invitation, user: User) -> bool:
    """Whether the link went to one of the person's own addresses."""
    own = {address.lower() for address in (user.email, *verified_addresses(user))}
    return invitation.email in own


def withdraw_invitation(*, invitation: Invitation) -> None:
    """Let the mailed link lead nowhere."""
    invitation.delete()


def change_role(*, membership: Membership, role: str) -> Membership:
    """Give a member another role. NotAllowedError for the last owner."""
    with transaction.atomic():
        membership = _locked(membership)
        if role != Role.OWNER:
            _ensure_another_owner(membership)
        note(membership, role=role)
    return membership


def remove(*, membership: Membership) -> None:
    """End a membership, one's own too. NotAllowedError for the last owner."""
    with transaction.atomic():
        membership = _locked(membership)
        _ensure_another_owner(membership)
        membership.delete()


def hand_over(*, membership: Membership, to: Membership) -> Membership:
    """Make another member an owner and leave. Raises NotAllowedError."""
    with transaction.atomic():
        membership, to = _locked(membership), _locked(to)
        if to.institution_id != membership.institution_id or to.pk == membership.pk:
            raise NotAllowedError(_("Choose another member of the same institution."))
        if not membership.may_own:
            raise NotAllowedError(_("Only an owner can hand over."))
        note(to, role=Role.OWNER)
        membership.delete()
        letters.took_over(membership=to)
    return to


def leave_everything(*, user: User) -> None:
    """End every membership of an account that goes.

    Where it was the last owner, the longest-standing planner takes over, else the longest-standing
    member; an institution without any is left to the office.
    """
    for membership in Membership.objects.of(user).order_by("institution"):
        with transaction.atomic():
            membership = _locked(membership)
            heir = _heir(membership)
            membership.delete()
            if heir is not None:
                note(heir, role=Role.OWNER)
                letters.took_over(membership=heir)


def _heir(membership: Membership) -> Membership | None:
    """Who becomes an owner when this member goes; None where nobody needs to or can."""
    others = membership.institution.members.exclude(pk=membership.pk)
    if membership.role != Role.OWNER or others.owners().exists():
        return None
    return others.planners().first() or others.first()


def _locked(membership: Membership) -> Membership:
    """Fresh, while nobody else changes members of the same institution."""
    locked(membership.institution)
    return Membership.objects.select_related("institution").get(pk=membership.pk)


def _ensure_another_owner(membership: Membership) -> None:
    others = membership.institution.members.owners().exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        raise NotAllowedError(_("This is the last owner. Make somebody else an owner first."))


def forget_old_invitations() -> int:
    """Delete invitations that nobody has accepted in time; how many."""
    return Invitation.objects.filter(expires_at__lt=timezone.now()).delete()[0]
