"""Verbs of providers about what they teach, and of the office that releases it."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.models import CustomImage
from cms.users.models import User
from participation.courses.domain import office_letters
from participation.courses.domain.rules import NotAllowedError, note
from participation.courses.models import Course, CourseStep, CourseText, Provider, Run
from participation.courses.models.choices import CourseState, ProviderState
from participation.courses.models.runs import SHOWN

PICTURES = "Kurse"
"""The collection of what providers send in."""
TO_SUBMIT = (CourseState.DRAFT, CourseState.RETURNED, CourseState.RETIRED)


def create_course(*, provider: Provider, by: User, words: dict[str, Any]) -> Course:
    """A new draft; ``words`` are fields of :class:`Course`. Not for a paused provider."""
    if provider.state != ProviderState.ACTIVE:
        raise NotAllowedError(_("This provider is paused and cannot offer courses at present."))
    return Course.objects.create(provider=provider, created_by=by, **words)


def change_course(*, course: Course, words: dict[str, Any]) -> Course:
    """Change what is said of a course, also of one in the catalogue: the office sees that it was.

    What waits for the office stays as it is until it has decided.
    """
    with transaction.atomic():
        course = locked(course)
        if course.state == CourseState.SUBMITTED:
            raise NotAllowedError(_("The office is looking at this course. Take it back first."))
        for name, value in words.items():
            setattr(course, name, value)
        course.changed_at = timezone.now()
        course.save()
    return course


def write_text(*, course: Course, language: str, words: dict[str, str]) -> CourseText:
    """Say in another language what a course is. NotAllowedError for its own."""
    with transaction.atomic():
        course = locked(course)
        if language == course.language:
            raise NotAllowedError(_("The course itself is written in this language."))
        text, _new = CourseText.objects.update_or_create(
            course=course, language=language, defaults=words
        )
        note(course, changed_at=timezone.now())
    return text


def remove_text(*, course: Course, language: str) -> None:
    """Say it in that language no longer."""
    with transaction.atomic():
        course = locked(course)
        CourseText.objects.filter(course=course, language=language).delete()
        note(course, changed_at=timezone.now())


def locked(course: Course) -> Course:
    """The course's row, fresh and locked until the transaction ends, with its provider."""
    rows = Course.objects.select_for_update(of=("self",)).select_related("provider")
    return rows.get(pk=course.pk)


def submit(*, course: Course, by: User) -> Course:
    """Give a course to the office to release."""
    with transaction.atomic():
        course = locked(course)
        if course.state not in TO_SUBMIT:
            raise NotAllowedError(_("This course is with the office or in the catalogue already."))
        if course.provider.state != ProviderState.ACTIVE:
            raise NotAllowedError(_("This provider is paused."))
        _step(course, CourseState.SUBMITTED, by)
    return course


def take_back(*, course: Course, by: User) -> Course:
    """Take it back from the office to change it."""
    with transaction.atomic():
        course = locked(course)
        if course.state != CourseState.SUBMITTED:
            raise NotAllowedError(_("The courses office has decided meanwhile."))
        _step(course, CourseState.DRAFT, by)
    return course


def release(*, course: Course, by: User) -> Course:
    """Put a course into the catalogue, or note that its changes have been looked at."""
    with transaction.atomic():
        course = locked(course)
        if course.state not in (CourseState.SUBMITTED, CourseState.PUBLISHED):
            raise NotAllowedError(_("The provider has taken this course back meanwhile."))
        is_new = course.state == CourseState.SUBMITTED
        _step(course, CourseState.PUBLISHED, by)
        note(course, published_at=course.published_at or timezone.now())
        if is_new:
            office_letters.released(course=course)
    return course


def give_back(*, course: Course, by: User, reason: str) -> Course:
    """Send a course back to its provider with the reason. NotAllowedError without one."""
    with transaction.atomic():
        course = locked(course)
        if course.state != CourseState.SUBMITTED:
            raise NotAllowedError(_("The provider has taken this course back meanwhile."))
        if not reason.strip():
            raise NotAllowedError(_("Say why, so that the provider can act on it."))
        _step(course, CourseState.RETURNED, by, reason.strip())
        office_letters.given_back(course=course, reason=reason.strip())
    return course


def retire(*, course: Course, by: User, reason: str = "") -> Course:
    """Take a course out of the catalogue. NotAllowedError while runs of it are to come."""
    with transaction.atomic():
        course = locked(course)
        if course.state != CourseState.PUBLISHED:
            raise NotAllowedError(_("This course is not in the catalogue."))
        if runs_to_come(course):
            raise NotAllowedError(_("Runs of this course are still to come. Cancel them first."))
        _step(course, CourseState.RETIRED, by, reason)
    return course


def runs_to_come(course: Course) -> bool:
    """Whether guests still expect something of it."""
    not_over = Q(ends_at__gt=timezone.now()) | Q(ends_at=None)
    return Run.objects.filter(not_over, course=course, state__in=SHOWN).exists()


def discard(*, course: Course) -> None:
    """Delete a draft for good. NotAllowedError once the office has seen it or it has runs."""
    with transaction.atomic():
        course = locked(course)
        if course.state != CourseState.DRAFT or course.steps.exists() or course.runs.exists():
            raise NotAllowedError(_("This course was with the office before, so it stays."))
        picture = course.picture
        course.delete()
        forget_picture(picture)


def forget_picture(image: CustomImage | None) -> None:
    """Delete a picture that a provider has sent in; those of editors stay."""
    if image is not None and image.collection.name == PICTURES:
        image.delete()


def _step(course: Course, state: str, by: User, reason: str = "") -> None:
    note(course, state=state)
    CourseStep.objects.create(course=course, state=state, by=by, reason=reason)
    index_texts(course)


def index_texts(course: Course) -> None:
    """Let the search find or forget the words in other languages: saving a row indexes it."""
    for text in course.texts.all():
        text.course = course
        text.save()
