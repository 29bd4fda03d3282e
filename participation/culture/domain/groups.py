"""Verbs about groups of institutions: found, ask in, join, leave, talk, dates, close."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from cms.users.models import User
from participation.culture.domain.letters import planners, tell
from participation.culture.domain.rules import NotAllowedError, note, taking_part
from participation.culture.models import (
    GroupDate,
    GroupMessage,
    GroupPart,
    Institution,
    WorkGroup,
)
from participation.culture.models.choices import PartState

MOST_INSTITUTIONS = 60


def found(
    *,
    key: UUID,
    institution: Institution,
    name: str,
    purpose: str,
    asked: Iterable[Institution] = (),
) -> WorkGroup:
    """Found a group and ask others in; the same key again gives the one that is there."""
    again = WorkGroup.objects.filter(key=key, founder=institution).first()
    if again is not None:
        return again
    with transaction.atomic():
        institution = taking_part(institution)
        group = WorkGroup.objects.create(key=key, founder=institution, name=name, purpose=purpose)
        GroupPart.objects.create(group=group, institution=institution, state=PartState.JOINED)
        for other in asked:
            ask(group=group, institution=other)
    return group


def ask(*, group: WorkGroup, institution: Institution) -> GroupPart:
    """Ask an institution in; one that has declined may be asked once more."""
    with transaction.atomic():
        group = locked(group)
        if group.is_closed:
            raise NotAllowedError(_("This group is closed."))
        if not institution.is_verified:
            raise NotAllowedError(_("Only institutions that take part can be asked."))
        if group.parts.count() >= MOST_INSTITUTIONS:
            raise NotAllowedError(_("A group has at most 60 institutions."))
        part, new = GroupPart.objects.get_or_create(group=group, institution=institution)
        if not new and part.state != PartState.DECLINED:
            return part
        note(part, state=PartState.INVITED)

        def letter() -> Letter:
            return Letter(
                subject=_("You are asked to join: %(group)s") % {"group": group},
                paragraphs=[
                    _("%(name)s has founded a group and would like you to join it.")
                    % {"name": group.founder},
                    group.purpose,
                ],
                links=[(_("Look at the group"), group.get_absolute_url())],
            )

        tell(planners(institution), letter)
    return part


def decide(*, part: GroupPart, joins: bool) -> GroupPart:
    """Join the group one was asked into, or decline."""
    with transaction.atomic():
        locked(part.group)
        part = GroupPart.objects.get(pk=part.pk)
        if part.state != PartState.INVITED:
            raise NotAllowedError(_("Nobody waits for an answer."))
        note(part, state=PartState.JOINED if joins else PartState.DECLINED, since=timezone.now())
    return part


def leave(*, part: GroupPart) -> None:
    """Leave a group; the last institution closes it."""
    with transaction.atomic():
        group = locked(part.group)
        GroupPart.objects.filter(pk=part.pk).delete()
        if not group.parts.filter(state=PartState.JOINED).exists():
            note(group, is_closed=True)


def close(*, group: WorkGroup) -> WorkGroup:
    """Nothing more is said in it; what was said can be read."""
    with transaction.atomic():
        group = locked(group)
        note(group, is_closed=True)
    return group


def say(*, group: WorkGroup, institution: Institution, text: str, by: User) -> GroupMessage:
    """Say something to the group; whoever wants it reads of it in the next digest."""
    with transaction.atomic():
        group = writable(group, institution)
        return GroupMessage.objects.create(
            group=group, institution=institution, text=text, author=by
        )


def add_date(
    *,
    group: WorkGroup,
    institution: Institution,
    title: str,
    start: datetime,
    end: datetime,
    place: str,
    by: User,
) -> GroupDate:
    """Put a meeting or deadline into the group's calendar."""
    with transaction.atomic():
        group = writable(group, institution)
        return GroupDate.objects.create(
            group=group, title=title, start=start, end=end, place=place, added_by=by
        )


def remove_date(*, date: GroupDate) -> None:
    """Take a date out of the group's calendar."""
    date.delete()


def writable(group: WorkGroup, institution: Institution) -> WorkGroup:
    """The group, locked. NotAllowedError where it is closed or the institution is not in it."""
    group = locked(group)
    if group.is_closed:
        raise NotAllowedError(_("This group is closed."))
    if not group.parts.filter(institution=institution, state=PartState.JOINED).exists():
        raise NotAllowedError(_("Your institution is not in this group."))
    taking_part(institution)
    return group


def locked(group: WorkGroup) -> WorkGroup:
    """Fresh, and locked until the transaction ends."""
    rows: Any = WorkGroup.objects.select_for_update(of=("self",)).select_related("founder")
    return rows.get(pk=group.pk)
