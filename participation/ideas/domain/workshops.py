"""Verbs of workshops: ideas on the table, who comes, what came of it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cms.users.models import User
from participation.ideas.domain.process import (
    NotAllowedError,
    add_version,
    enter_stage,
    locked,
    tell,
)
from participation.ideas.domain.stages import expect_open
from participation.ideas.models import (
    Attendance,
    Idea,
    IdeaVersion,
    Step,
    WorkshopIdea,
    WorkshopPage,
)
from participation.ideas.models.choices import Stage, VersionKind, WorkshopResult

STEP_NOTE = Step._meta.get_field("note").max_length or 0
VERSION_NOTE = IdeaVersion._meta.get_field("note").max_length or 0
ON_A_TABLE = gettext_lazy("On the table of a workshop")


def put_on_table(*, workshop: WorkshopPage, idea: Idea, by: User) -> WorkshopIdea:
    """Have a workshop talk about an open idea; a second time changes nothing.

    One from the collection enters the stage of workshops. Its author and followers learn where and
    when.
    """
    workshop = workshop.facts
    with transaction.atomic():
        idea = locked(idea)
        standing = WorkshopIdea.objects.filter(workshop=workshop, idea=idea).first()
        if standing:
            return standing
        expect_open(idea)
        entry = WorkshopIdea.objects.create(
            workshop=workshop, idea=idea, before=_present(idea), order=workshop.table.count()
        )
        with override(idea.language):
            moment = date_format(timezone.localtime(workshop.start), "SHORT_DATETIME_FORMAT")
            note = Truncator(f"{workshop.title}, {moment}").chars(STEP_NOTE)
        if idea.stage == Stage.COLLECTION:
            enter_stage(idea=idea, stage=Stage.WORKSHOP, by=by, note=note)
        else:
            tell(idea=idea, event=f"table-{entry.pk}", title=ON_A_TABLE, text=note, besides=by)
    return entry


def take_off_table(*, entry: WorkshopIdea) -> None:
    """Leave an idea out after all. NotAllowedError once there is a result."""
    with transaction.atomic():
        entry = WorkshopIdea.objects.select_for_update().get(pk=entry.pk)
        if entry.result:
            raise NotAllowedError(_("There is a result already; it stays."))
        entry.delete()


def record_result(
    *,
    entry: WorkshopIdea,
    result: str,
    title: str,
    text: str,
    by: User,
    note: str = "",
    took_part: str = "",
) -> WorkshopIdea:
    """Write down what a workshop made of an idea, with the words it has now.

    May be corrected: new words become another version, and the text before stays the one that came
    onto the table. NotAllowedError before the workshop and for an idea that is no longer open.
    """
    with transaction.atomic():
        idea = locked(entry.idea)
        entry = WorkshopIdea.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if entry.workshop.start > timezone.now():
            raise NotAllowedError(_("The workshop has not begun yet."))
        if result not in WorkshopResult.values:
            raise NotAllowedError(_("Choose what came of it."))
        expect_open(idea)
        is_first = not entry.result
        entry.result, entry.note, entry.took_part = result, note, took_part
        entry.before = entry.before or _present(idea)
        if (title, text) != (idea.title, idea.text):
            entry.after = _version(idea, entry.workshop, title, text, by)
        entry.after = entry.after or entry.before
        entry.save()
        if is_first:
            what = WorkshopResult(result).label
            tell(idea=idea, event=f"result-{entry.pk}", title=what, text=note, besides=by)
    return entry


def _version(idea: Idea, workshop: WorkshopPage, title: str, text: str, by: User) -> IdeaVersion:
    return add_version(
        idea=idea,
        kind=VersionKind.GROUP if workshop.working_group_id else VersionKind.WORKSHOP,
        title=title,
        text=text,
        editor=by,
        note=Truncator(workshop.title).chars(VERSION_NOTE),
    )


def _present(idea: Idea) -> IdeaVersion | None:
    return idea.versions.order_by("-created_at", "-pk").first()


def sign_up(*, workshop: WorkshopPage, user: User, role: str = "") -> Attendance:
    """Say that one comes; again to say as what. NotAllowedError once the workshop has begun."""
    workshop = workshop.facts
    _expect_to_come(workshop)
    attendance, _created = Attendance.objects.update_or_create(
        workshop=workshop, user=user, defaults={"role": role}
    )
    return attendance


def sign_off(*, workshop: WorkshopPage, user: User) -> None:
    """Say that one does not come after all."""
    _expect_to_come(workshop.facts)
    Attendance.objects.filter(workshop=workshop.facts, user=user).delete()


def _expect_to_come(workshop: WorkshopPage) -> None:
    if workshop.start <= timezone.now():
        raise NotAllowedError(_("This workshop has begun already."))


def add_guest(*, workshop: WorkshopPage, name: str, role: str) -> Attendance:
    """Note somebody who came without an account."""
    return Attendance.objects.create(workshop=workshop.facts, name=name, role=role, came=True)


def record_attendance(*, workshop: WorkshopPage, came: Iterable[int]) -> None:
    """Note who came, by the numbers of the rows; the others did not."""
    with transaction.atomic():
        rows = Attendance.objects.filter(workshop=workshop.facts)
        rows.exclude(pk__in=list(came)).update(came=False)
        rows.filter(pk__in=list(came)).update(came=True)
