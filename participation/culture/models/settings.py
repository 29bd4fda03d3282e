"""What a city decides about its culture section."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="group")
class CultureSettings(BaseSiteSetting):
    """Times and texts."""

    unconfirmed_hours = models.PositiveSmallIntegerField(
        _("hours until an unconfirmed application expires"),
        default=72,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )
    post_days = models.PositiveSmallIntegerField(
        _("days for which a post may stay on the board at most"),
        default=90,
        validators=[MinValueValidator(7), MaxValueValidator(366)],
    )
    kept_months = models.PositiveSmallIntegerField(
        _("months after which posts and declined requests are deleted"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Counted from the day they ended."),
    )
    after_applying = models.TextField(
        _("what happens after applying"),
        max_length=1000,
        blank=True,
        help_text=_("Shown beside the application. Empty: the built-in text."),
    )

    panels = [
        FieldPanel("unconfirmed_hours"),
        FieldPanel("post_days"),
        FieldPanel("kept_months"),
        FieldPanel("after_applying"),
    ]

    class Meta:
        verbose_name = _("culture")
        permissions = [("manage_culture", "Can manage the culture section")]
