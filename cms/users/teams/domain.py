"""Verbs about who acts for an institution. There is always somebody who may do everything.

``refuse`` is what a section raises where something does not fit the state of things; its text is a
sentence for people.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.core.rows import locked, note
from cms.users.links.domain import account_of, is_sent_to, link_fields, post
from cms.users.models import User
from cms.users.teams.models import OWNER, BaseInvitation, BaseMembership

VALID_DAYS = 14

Membership = TypeVar("Membership", bound=BaseMembership)


def invite(
    *,
    institution: Any,
    email: str,
    role: str,
    by: User,
    language: str,
    most: int,
    letter: Callable[[Any], Letter],
    refuse: type[Exception],
) -> Any:
    """Mail somebody the link by which they become a member; inviting again sends a new one."""
    email = email.lower()
    with transaction.atomic():
        institution = locked(institution)
        members, invitations = institution.members, institution.invitations
        if members.filter(user__email__iexact=email).exists():
            raise refuse(_("This person is a member already."))
        if members.count() + invitations.count() >= most:
            raise refuse(_("An institution has at most %(most)s members.") % {"most": most})
        invitations.filter(email=email).delete()
        lasts = timedelta(days=VALID_DAYS)
        fields = link_fields(email=email, language=language, lasts=lasts)
        invitation = invitations.create(role=role, invited_by=by, **fields)
        post(invitation, letter)
    return invitation


def open_invitations(institution: Any) -> QuerySet[Any]:
    """Those whose link is still good, the oldest first."""
    found: QuerySet[Any] = institution.invitations.filter(expires_at__gt=timezone.now())
    return found


def invitation_letter(invitation: Any, *, subject: str, what: str, path: str) -> Letter:
    """The mail of an invitation. ``subject`` and ``what`` have ``%(name)s`` for the institution."""
    name = {"name": invitation.institution}
    return Letter(
        subject=subject % name,
        paragraphs=[
            what % name,
            _("Open this page and press the button. The link is valid for two weeks."),
        ],
        facts=[(_("Your role"), str(invitation.get_role_display()))],
        links=[(_("Look at the invitation"), path)],
        after=[_("You do not want that? Then you need not do anything.")],
    )


def accept(*, invitation: Any, user: User | None, refuse: type[Exception]) -> Any:
    """Become a member: whoever is signed in, else the account of the address, made if need be.

    Refused for somebody signed in with another address: a forwarded link is no invitation. Who is
    a member keeps the role.
    """
    with transaction.atomic():
        institution = locked(invitation.institution)
        waiting = institution.invitations.select_for_update().filter(pk=invitation.pk).first()
        if waiting is None:
            raise refuse(_("This invitation is no longer valid."))
        user = user or account_of(waiting, refuse=refuse)
        if not is_sent_to(waiting, user):
            raise refuse(_("This invitation was sent to another address."))
        membership, _new = institution.members.get_or_create(
            user=user, defaults={"role": waiting.role}
        )
        waiting.delete()
    return membership


def withdraw(*, invitation: BaseInvitation) -> None:
    """Let the mailed link lead nowhere."""
    invitation.delete()


def change_role(*, membership: Membership, role: str, refuse: type[Exception]) -> Membership:
    """Give a member another role. Refused for the last owner."""
    with transaction.atomic():
        membership = fresh(membership)
        if role != OWNER:
            _ensure_another_owner(membership, refuse)
        note(membership, role=role)
    return membership


def remove(*, membership: BaseMembership, refuse: type[Exception]) -> None:
    """End a membership, one's own too. Refused for the last owner."""
    with transaction.atomic():
        membership = fresh(membership)
        _ensure_another_owner(membership, refuse)
        membership.delete()


def leave_everything(
    *, memberships: QuerySet[Membership], letter: Callable[[Membership], Letter]
) -> None:
    """End every membership of an account that goes.

    Where it was the last owner, the member with the highest role takes over, of several the
    longest-standing; an institution without any is left to the office.
    """
    for membership in memberships.order_by("institution_id"):
        with transaction.atomic():
            membership = fresh(membership)
            heir = _heir(membership)
            membership.delete()
            if heir is not None:
                take_over(membership=heir, letter=letter)


def _heir(membership: Membership) -> Membership | None:
    """Who becomes an owner when this member goes; None where nobody needs to or can.

    Roles stand in the order of the field's choices, the highest first.
    """
    others = membership.institution.members.active().exclude(pk=membership.pk)
    if not membership.may_own or others.owners().exists():
        return None
    field: Any = membership._meta.get_field("role")
    roles = [value for value, _words in field.choices]
    rows = others.select_related("user")
    return min(rows, key=lambda each: (roles.index(each.role), each.since, each.pk), default=None)


def take_over(*, membership: Membership, letter: Callable[[Membership], Letter]) -> None:
    """Make a locked institution's member an owner, and write so to them in their language."""
    note(membership, role=OWNER)
    user = membership.user
    with translation.override(user.language):
        send(letter(membership), to=user.email, language=user.language)


def took_over_letter(membership: BaseMembership, links: Sequence[tuple[str, str]]) -> Letter:
    """Tells a member that they are an owner now."""
    return Letter(
        subject=_("You are an owner of %(name)s now") % {"name": membership.institution},
        paragraphs=[_("Whoever was it before has handed over to you.")],
        links=links,
    )


def fresh(membership: Membership) -> Membership:
    """Read anew, while nobody else changes members of the same institution."""
    locked(membership.institution)
    rows: Any = type(membership)._base_manager.select_related("institution")
    found: Membership = rows.get(pk=membership.pk)
    return found


def _ensure_another_owner(membership: BaseMembership, refuse: type[Exception]) -> None:
    others = membership.institution.members.owners().exclude(pk=membership.pk)
    if membership.may_own and not others.exists():
        raise refuse(_("This is the last owner. Make somebody else an owner first."))
