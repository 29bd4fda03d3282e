"""What a city decides about its courses."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from participation.courses.models.bookings import LARGEST_GROUP


def _number(label: Any, default: int, highest: int, **options: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(highest)],
        **options,
    )


@register_setting(icon="pick")
class CourseSettings(BaseSiteSetting):
    """Times, limits and texts."""

    largest_group = _number(_("most people in one booking"), 6, LARGEST_GROUP)
    confirm_hours = _number(
        _("hours in which a booking is confirmed by its link"),
        4,
        72,
        help_text=_("The seats are held for that time."),
    )
    pay_minutes = _number(
        _("minutes in which a fee is paid"),
        60,
        1380,
        help_text=_("The payment page closes then. Stripe needs at least 30."),
    )
    offer_hours = _number(_("hours for which an offered seat is held"), 48, 336)
    last_offer_hours = _number(
        _("hours before the beginning from which offers hold for an hour only"), 48, 336
    )
    retention_months = _number(
        _("months after a run until its participants' data are deleted"), 12, 120
    )
    terms = models.TextField(
        _("terms of booking"),
        max_length=4000,
        blank=True,
        help_text=_("Shown with the form. Empty: the built-in text."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("largest_group"),
                FieldRowPanel([FieldPanel("confirm_hours"), FieldPanel("pay_minutes")]),
                FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("last_offer_hours")]),
            ],
            heading=_("Booking"),
        ),
        FieldPanel("retention_months"),
        FieldPanel("terms"),
    ]

    class Meta:
        verbose_name = _("courses")
        permissions = [("manage_courses", "Can release courses and manage every booking")]
