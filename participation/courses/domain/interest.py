"""Verbs about people who want to hear when a course has a new date."""

import secrets

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from participation.courses.domain.rules import NotAllowedError, note
from participation.courses.models import Course, CourseText, Interest, Run

TOLD_AT = frozenset({1, 3, 5, 8, 12, 20, 50, 100})
"""Numbers of interested people at which the provider is told: early, and then less and less."""
BATCH = 500


def note_interest(
    *, course: Course, email: str, language: str, comment: str = "", user: User | None = None
) -> Interest:
    """Remember that somebody is interested; a guest is mailed a link to confirm it.

    Asked again by the same address it stays one. NotAllowedError where the course is not public.
    """
    email = email.lower()
    with transaction.atomic():
        course = Course.objects.select_for_update(of=("self",)).select_related("provider").get(
            pk=course.pk
        )  # fmt: skip
        if not course.is_public:
            raise NotAllowedError(_("This course is not in the catalogue any more."))
        interest, _new = Interest.objects.get_or_create(
            course=course,
            email=email,
            defaults={
                "key": secrets.token_urlsafe(24),
                "language": language,
                "note": comment,
                "told_run": _last_run(course),
            },
        )
        if user is not None:
            note(interest, user=user)
            _confirm(interest)
        elif interest.confirmed_at is None:
            _ask(interest)
    return interest


def _last_run(course: Course) -> int:
    """The newest run there is: only later ones are news."""
    newest = Run.objects.public().filter(course=course).order_by("-pk").first()
    return newest.pk if newest else 0


def _ask(interest: Interest) -> None:
    with translation.override(interest.language):
        title = _title(interest.course, interest.language)
        letter = Letter(
            subject=_("Please confirm: you are interested in “%(title)s”") % {"title": title},
            paragraphs=[
                _("Open this page and press the button, so that we know the address is yours."),
                _("If you do not press it within seven days, we forget the address."),
            ],
            links=[(_("Confirm"), reverse("courses:interested", args=[interest.key]))],
            after=[_("That was not you? Then you need not do anything.")],
        )
        send(letter, to=interest.email, language=interest.language)


def confirm(*, interest: Interest) -> Interest:
    """Count somebody who has pressed their link."""
    with transaction.atomic():
        interest = Interest.objects.select_for_update().get(pk=interest.pk)
        _confirm(interest)
    return interest


def _confirm(interest: Interest) -> None:
    if interest.confirmed_at is not None:
        return
    note(interest, confirmed_at=timezone.now())
    count = interest.course.interests.filter(confirmed_at__isnull=False).count()
    if count in TOLD_AT:
        _tell_provider(interest.course, count)


def _tell_provider(course: Course, count: int) -> None:
    with translation.override(course.language):
        path = reverse("my_course", args=[course.provider_id, course.pk])
        letter = Letter(
            subject=_("People are interested in “%(title)s”") % {"title": course.title},
            paragraphs=[
                _("So many people wait for a date of this course: %(count)s.") % {"count": count},
                _("These people hear of it by themselves when you plan one."),
            ],
            links=[(_("Plan a run"), path)],
        )
        send(letter, to=course.provider.email, language=course.language)


def withdraw(*, interest: Interest) -> None:
    """Forget that somebody was interested."""
    interest.delete()


def tell_of_new_runs() -> int:
    """Mail interested people a run that was planned since they asked, each run once; how many.

    Each mail is one commit with the note that it was sent, so the job can be killed and run again.
    """
    told = 0
    for pk in _waiting():
        with transaction.atomic():
            rows = Interest.objects.select_for_update(of=("self",), skip_locked=True)
            interest = rows.select_related("course__provider").filter(pk=pk).first()
            run = _news(interest) if interest else None
            if interest is None or run is None:
                continue
            note(interest, told_run=run.pk)
            _tell(interest, run)
            told += 1
    return told


def _waiting() -> list[int]:
    now = timezone.now()
    news = Q(course__runs__in=Run.objects.bookable(now).values("pk"))
    found = Interest.objects.filter(
        news, confirmed_at__isnull=False, course__runs__pk__gt=F("told_run")
    )
    return list(found.order_by("pk").values_list("pk", flat=True).distinct()[:BATCH])


def _news(interest: Interest) -> Run | None:
    """The newest run that can be booked, where it is newer than the last one told."""
    bookable = Run.objects.bookable().filter(course=interest.course, pk__gt=interest.told_run)
    return bookable.order_by("-pk").first()


def _tell(interest: Interest, run: Run) -> None:
    with translation.override(interest.language):
        title = _title(interest.course, interest.language)
        begins = date_format(timezone.localtime(run.starts_at), "DATETIME_FORMAT")
        letter = Letter(
            subject=_("New date: %(title)s") % {"title": title},
            paragraphs=[
                _("You wanted to hear when this course has a date: “%(title)s”.") % {"title": title}
            ],
            facts=[
                (_("Begins"), begins),
                (_("Where"), run.room or str(run.get_mode_display())),
                (_("Provider"), str(interest.course.provider)),
            ],
            links=[(_("See the course and book"), interest.course.get_absolute_url())],
            stop=reverse("courses:not_interested", args=[interest.key]),
        )
        send(letter, to=interest.email, language=interest.language)


def _title(course: Course, language: str) -> str:
    text = CourseText.objects.filter(course=course, language=language).first()
    return text.title if text else course.title
