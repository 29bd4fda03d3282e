"""What a city decides about its idea process."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from participation.ideas.models.choices import Stage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _days(label: "_StrPromise", default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )


@register_setting(icon="pick")
class IdeaSettings(BaseSiteSetting):
    """Moderation, promised times and limits."""

    moderate_first = models.BooleanField(
        _("moderate before publishing"),
        default=True,
        help_text=_("Otherwise ideas and comments appear at once and are looked at afterwards."),
    )
    days_collection = _days(_("days until the first answer"), 28)
    days_workshop = _days(_("days until a workshop"), 90)
    days_refinement = _days(_("days in a working group"), 120)
    days_evaluation = _days(_("days for the evaluation"), 60)
    days_roadmap = _days(_("days on the draft roadmap"), 60)
    days_committee = _days(_("days until the committee decides"), 90)
    unconfirmed_hours = models.PositiveSmallIntegerField(
        _("hours until an unconfirmed idea expires"),
        default=72,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes in which a comment can be changed"),
        default=15,
        validators=[MaxValueValidator(1440)],
    )

    panels = [
        FieldPanel("moderate_first"),
        MultiFieldPanel(
            [
                FieldPanel(f"days_{stage}")
                for stage in Stage.values
                if stage not in (Stage.DECIDED, Stage.IMPLEMENTATION)
            ],
            heading=_("What we promise"),
        ),
        FieldPanel("unconfirmed_hours"),
        FieldPanel("edit_minutes"),
    ]

    class Meta:
        verbose_name = _("idea process")

    def promised_until(self, stage: str, since: date) -> date | None:
        """The day promised for a stage; None where nothing is promised."""
        days = getattr(self, f"days_{stage}", None)
        return since + timedelta(days=days) if days else None
