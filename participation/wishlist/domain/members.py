"""Verbs about who acts for an institution. There is always somebody who may do everything."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from cms.users.queries import verified_addresses
from participation.wishlist.domain.rules import NotAllowedError, locked, note, person_of
from participation.wishlist.models import Institution, Invitation, Membership
from participation.wishlist.models.choices import Role

VALID_DAYS, MOST_MEMBERS = 14, 30


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
            raise NotAllowedError(_("An institution has at most 30 members."))
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
        with translation.override(language):
            send(_letter(invitation), to=email, language=language)
    return invitation


def _letter(invitation: Invitation) -> Letter:
    return Letter(
        subject=_("You are invited: %(name)s on the digital wish list")
        % {"name": invitation.institution},
        paragraphs=[
            _("%(name)s would like you to take part in its wishes.")
            % {"name": invitation.institution},
            _("Open this page and press the button. The link is valid for two weeks."),
        ],
        facts=[(_("Your role"), str(Role(invitation.role).label))],
        links=[
            (_("Look at the invitation"), reverse("wishlist:invitation", args=[invitation.key]))
        ],
        after=[_("You do not want that? Then you need not do anything.")],
    )


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
        invitation = institution.invitations.select_for_update().get(pk=invitation.pk)
        if user is None:
            user = person_of(email=invitation.email, language=invitation.language)
        if not is_invited(invitation, user):
            raise NotAllowedError(_("This invitation was sent to another address."))
        membership, _new = Membership.objects.get_or_create(
            institution=institution, user=user, defaults={"role": invitation.role}
        )
        invitation.delete()
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
