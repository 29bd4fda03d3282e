"""A quarter of a plan as two fields, the year and the quarter, which are given together."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.programme import quarters
from cms.programme.models.choices import Quarter

YEARS = [MinValueValidator(2015), MaxValueValidator(2060)]


def year_field(label: Any) -> models.PositiveSmallIntegerField:
    """The year, which may be empty."""
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=YEARS)


def quarter_field(label: Any) -> models.PositiveSmallIntegerField:
    """The quarter, which may be empty."""
    return models.PositiveSmallIntegerField(label, null=True, blank=True, choices=Quarter.choices)


def both_or_none(prefix: str, name: str) -> models.CheckConstraint:
    """The constraint that year and quarter are given together."""
    year, quarter = f"{prefix}_year__isnull", f"{prefix}_quarter__isnull"
    return models.CheckConstraint(
        condition=models.Q(**{year: True, quarter: True})
        | models.Q(**{year: False, quarter: False}),
        name=name,
    )


def quarter_of(instance: models.Model, prefix: str) -> int | None:
    """Running number of the quarter that ``<prefix>_year`` and ``<prefix>_quarter`` give."""
    return quarters.number(
        getattr(instance, f"{prefix}_year"), getattr(instance, f"{prefix}_quarter")
    )


def check_pairs(instance: models.Model, *prefixes: str) -> None:
    """Raise ValidationError beside the field that is missing."""
    for prefix in prefixes:
        year = getattr(instance, f"{prefix}_year")
        quarter = getattr(instance, f"{prefix}_quarter")
        if (year is None) != (quarter is None):
            missing = f"{prefix}_year" if year is None else f"{prefix}_quarter"
            raise ValidationError({missing: _("Give the year and the quarter, or neither.")})


def check_order(instance: models.Model, start: str, end: str) -> None:
    """Raise ValidationError when the end lies before the start."""
    first, last = quarter_of(instance, start), quarter_of(instance, end)
    if first is not None and last is not None and last < first:
        raise ValidationError({f"{end}_quarter": _("The end lies before the start.")})
