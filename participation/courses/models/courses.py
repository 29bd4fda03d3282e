"""What is taught: facts once, words in each language, and what was decided about it."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.courses.models.choices import CourseKind, CourseState, ProviderState, Topic
from participation.courses.models.providers import Provider, slug_of

TITLE_LENGTH, SUMMARY_LENGTH, TEXT_LENGTH = 120, 400, 8000
LEVELS = 8
"""Levels of proficiency in DigComp 2.2: two each of foundation, intermediate, advanced, expert."""


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by who may see them."""

    def public(self) -> Self:
        """What the catalogue shows."""
        return self.filter(state=CourseState.PUBLISHED, provider__state=ProviderState.ACTIVE)


class Course(models.Model):
    """A course or single event, in the words of its own language; ``runs`` say when it is.

    ``competences`` are numbers of DigComp 2.2 such as ``1.2``. Who was at ``attendance_percent``
    of the dates gets a certificate; 0 says that there is none.
    """

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="courses"
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("in short"), max_length=SUMMARY_LENGTH)
    text = models.TextField(_("what you learn"), max_length=TEXT_LENGTH)
    requirements = models.TextField(_("what you should bring or know"), max_length=1500, blank=True)
    language = models.CharField(
        _("language of these words"),
        max_length=20,
        default=settings.LANGUAGE_CODE,
        choices=settings.LANGUAGES,
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=CourseKind.choices, default=CourseKind.COURSE
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    competences = ArrayField(
        models.CharField(max_length=3),
        verbose_name=_("competences"),
        default=list,
        blank=True,
    )
    level_from = models.PositiveSmallIntegerField(
        _("level from"), default=1, validators=[MinValueValidator(1), MaxValueValidator(LEVELS)]
    )
    level_to = models.PositiveSmallIntegerField(
        _("level to"), default=2, validators=[MinValueValidator(1), MaxValueValidator(LEVELS)]
    )
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance for a certificate, in per cent"),
        default=80,
        validators=[MaxValueValidator(100)],
        help_text=_("Of the dates that took place. 0: there is no certificate."),
    )
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    project = models.ForeignKey(
        "programme.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="courses",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CourseState.choices, default=CourseState.DRAFT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        indexes = [
            models.Index(fields=["state", "topic"], name="course_state_topic"),
            GinIndex(fields=["competences"], name="course_competences"),
        ]
        constraints = [
            models.CheckConstraint(
                name="course_levels",
                condition=models.Q(
                    level_from__gte=1, level_to__lte=LEVELS, level_from__lte=models.F("level_to")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the active language."""
        return reverse("courses:course", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address."""
        return slug_of(self.title, "kurs")

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it; asks for the provider where that is not loaded."""
        return self.state == CourseState.PUBLISHED and self.provider.state == ProviderState.ACTIVE

    @property
    def has_certificate(self) -> bool:
        """Whether attendance is certified at all."""
        return self.attendance_percent > 0


class CourseText(models.Model):
    """The words of a course in a language other than its own."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("in short"), max_length=SUMMARY_LENGTH)
    text = models.TextField(_("what you learn"), max_length=TEXT_LENGTH)
    requirements = models.TextField(_("what you should bring or know"), max_length=1500, blank=True)

    class Meta:
        ordering = ["course", "language"]
        verbose_name = _("course in another language")
        verbose_name_plural = _("courses in other languages")
        constraints = [
            models.UniqueConstraint(fields=["course", "language"], name="one_text_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class CourseStep(models.Model):
    """What was decided about a course. Append-only."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=CourseState.choices)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a course")
        verbose_name_plural = _("steps of courses")

    def __str__(self) -> str:
        return f"{self.course_id}: {self.get_state_display()}"


class Interest(models.Model):
    """Somebody who wants to hear when a course has a new date. ``key`` stands in their links."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="interests")
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="course_interests",
    )
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    note = models.CharField(_("when would suit you"), max_length=200, blank=True)
    key = models.CharField(max_length=43, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_run: Any = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("interest in a course")
        verbose_name_plural = _("interests in courses")
        constraints = [models.UniqueConstraint(fields=["course", "email"], name="interested_once")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.email}"
