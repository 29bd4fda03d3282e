"""An idea in its present words, and who may see it."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.models.pages import UMLAUTS
from participation.ideas.models.choices import NameShown, Outcome, Stage, State

TITLE_LENGTH, TEXT_LENGTH = 160, 10_000
TAGS, TAG_LENGTH = 8, 40
COUNTS = ("supports_count", "comments_count")
"""Columns that change with every press; kept pages that do not show them do not read them."""
OPEN_STAGES = tuple(stage for stage in Stage if stage not in (Stage.DECIDED, Stage.IMPLEMENTATION))


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Ideas by who may see them and how far they are."""

    def public(self) -> Self:
        """What everybody may see and lists show. Merged ones lead to their successor instead."""
        return self.filter(state=State.PUBLISHED)

    def decided(self) -> Self:
        """With an outcome."""
        return self.exclude(outcome="")

    def overdue(self, today: date | None = None) -> Self:
        """Public, undecided, and past the day promised for their stage."""
        today = today or timezone.localdate()
        return self.public().filter(stage__in=OPEN_STAGES, due_on__lt=today)


class Idea(models.Model):
    """An idea in its present words; how it came to them is in its versions and steps.

    Ideas are never deleted: an unconfirmed one expires, any other is hidden or withdrawn.
    """

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH)
    language = models.CharField(
        _("language"), max_length=20, default=settings.LANGUAGE_CODE, choices=settings.LANGUAGES
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ideas",
    )
    name_shown = models.CharField(
        _("name shown"), max_length=10, choices=NameShown.choices, default=NameShown.NONE
    )
    alias = models.CharField(_("name I choose"), max_length=60, blank=True)
    would_help = models.BooleanField(_("I would help"), default=False)
    tags = ArrayField(
        models.CharField(max_length=TAG_LENGTH), verbose_name=_("tags"), default=list, blank=True
    )
    place = models.ForeignKey(
        "core.Place",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    address = models.CharField(_("address"), max_length=200, blank=True)

    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.UNCONFIRMED
    )
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage.choices, default=Stage.COLLECTION
    )
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    due_on = models.DateField(_("promised until"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    working_group = models.ForeignKey(
        "programme.WorkingGroupPage",
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ideas",
    )
    became = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("became"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="born_of_ideas",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("split from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )

    submission_key = models.UUIDField(editable=False, unique=True)
    """Made with the form, so that the button pressed twice makes one idea."""
    confirmation_email = models.EmailField(editable=False, blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    evaluation_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Kept by the verbs under the row's lock, so that lists can be sorted by them.
    supports_count = models.PositiveIntegerField(_("supporters"), default=0, editable=False)
    comments_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    shown_version = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    """Counted up by the database with whatever of the process the idea's page shows (migration
    0005): what is kept under it never has to be forgotten."""

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        permissions = [
            ("moderate_idea", _("Can moderate ideas and comments")),
            ("assess_idea", _("Can assess ideas")),
            ("facilitate_idea", _("Can lead workshops, merge and split ideas")),
            ("decide_idea", _("Can record decisions on ideas")),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="idea_newest"),
            models.Index(fields=["state", "-supports_count", "-id"], name="idea_most_supported"),
            models.Index(fields=["state", "-comments_count", "-id"], name="idea_most_discussed"),
            models.Index(fields=["state", "stage", "due_on"], name="idea_stage_due"),
            models.Index(fields=["state", "outcome"], name="idea_outcome"),
            GinIndex(fields=["tags"], name="idea_tags"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(state=State.MERGED, merged_into__isnull=False)
                    | (~models.Q(state=State.MERGED) & models.Q(merged_into__isnull=True))
                ),
                name="merged_ideas_name_their_successor",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="")
                | models.Q(stage__in=[Stage.DECIDED, Stage.IMPLEMENTATION]),
                name="an_outcome_comes_with_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The idea's page in the active language."""
        return reverse("ideas:detail", args=[self.pk, self.slug])

    def read_family(self) -> list[int]:
        """Primary keys of the idea and of all that were merged into it, at any depth."""
        found, last = [self.pk], [self.pk]
        while last:
            last = list(Idea.objects.filter(merged_into__in=last).values_list("pk", flat=True))
            found += last
        return found

    family = cached_property(read_family)
    """The same, read once; for pages, which change nothing."""

    @cached_property
    def decided(self) -> list[Any]:
        """Its decisions, the one that holds first; read once, for pages."""
        return list(self.decisions.order_by("-number"))

    @property
    def reading(self) -> str:
        """What whoever has read the idea has read: another one after any change."""
        return str(self.shown_version)

    @property
    def own_path(self) -> str:
        """Its page in the language it is written in: the one that search engines show."""
        with translation.override(self.language):
            return self.get_absolute_url()

    @property
    def slug(self) -> str:
        """The readable part of the address; never empty."""
        return slugify(self.title.lower().translate(UMLAUTS))[:60].strip("-") or "idee"

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state == State.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether it is published and undecided: only then can it be supported and sharpened."""
        return self.is_public and self.stage in OPEN_STAGES

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether the day promised for its stage has passed."""
        today = today or timezone.localdate()
        return self.is_open and self.due_on is not None and self.due_on < today

    @property
    def author_shown(self) -> str:
        """How the author is named in public; a text for nobody where no name is shown."""
        if self.name_shown == NameShown.ALIAS and self.alias:
            return self.alias
        if self.name_shown == NameShown.REAL and self.author:
            return self.author.get_full_name() or gettext("Somebody")
        return gettext("Somebody")
