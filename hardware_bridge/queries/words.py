"""What a machine has said, as people say it."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hardware_bridge.models import Measure

YES_NO = {"true": _("yes"), "false": _("no")}
WORDS: dict[str, dict[str, Any]] = {
    "on": {"true": pgettext_lazy("light", "on"), "false": pgettext_lazy("light", "off")},
    "motion": {"true": _("somebody is there"), "false": _("nobody is there")},
    "fault": {"true": _("reported"), "false": pgettext_lazy("fault", "none")},
    "tilt": {"true": _("tilted"), "false": _("upright")},
    "door": {
        "open": pgettext_lazy("door", "open"),
        "closed": pgettext_lazy("door", "closed"),
        "unknown": pgettext_lazy("door", "unknown"),
    },
}


def words_of(measure: Measure) -> dict[str, str]:
    """What flags and words of the measure are called, by how JSON writes them."""
    return {key: str(word) for key, word in WORDS.get(measure.key, YES_NO).items()}


def in_words(measure: Measure, value: Any, decimals: int | None = None) -> str:
    """A value with its unit: ``42 %``, ``on``, ``closed``."""
    if isinstance(value, bool):
        return words_of(measure)["true" if value else "false"]
    if isinstance(value, str):
        return words_of(measure).get(value, value)
    number = rounded(value, measure.decimals if decimals is None else decimals)
    return f"{number}\N{NO-BREAK SPACE}{measure.unit}" if measure.unit else number


def rounded(value: float, decimals: int) -> str:
    """A number as the language writes it, halves away from zero as browsers do; Django cuts off."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return number_format(exact, decimal_pos=decimals)


def moment_in_words(moment: datetime) -> str:
    """The time of today, else day and time."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "H:i" if is_today else "SHORT_DATETIME_FORMAT")
