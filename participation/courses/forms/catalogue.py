"""Filters of the catalogue."""

from functools import partial
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cms.core.filters import EVERYTHING, FilterForm
from cms.core.models import Place
from participation.courses import digcomp
from participation.courses.models import Provider
from participation.courses.models.choices import Mode, Topic
from participation.courses.queries.catalogue import (
    NEEDS,
    Fee,
    Seats,
    Weekday,
    languages_spoken,
)

LONGEST_QUERY = 200
FIRST = ("q", "topic", "since", "place")
"""The filters that stand open; the others are behind a button."""
LANGUAGES = {
    "de": _("German"),
    "en": _("English"),
    "de-simple": _("Easy language"),
    "dgs": _("German Sign Language"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "fa": _("Persian"),
    "pl": _("Polish"),
    "fr": _("French"),
    "es": _("Spanish"),
}


def language_name(code: str) -> str:
    """What a language is called; its code where we have no word for it."""
    return str(LANGUAGES.get(code, code))


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[EVERYTHING, *choices])


def _as_text(choices: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in choices]


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class CourseFilterForm(FilterForm):
    """What the catalogue shows."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    topic = _choice(_("Topic"), Topic.choices)
    since = _day(_("From"))
    place = _choice(_("Part of the city"))
    until = _day(_("Until"))
    weekday = _choice(_("Weekday"), _as_text(Weekday.choices))
    mode = _choice(_("Where"), Mode.choices)
    seats = _choice(_("Seats"), Seats.choices)
    fee = _choice(_("Fee"), Fee.choices)
    area = _choice(_("What you can do afterwards"), digcomp.area_choices())
    level = _choice(_("Level of skill"), _as_text(digcomp.LEVELS.items()))
    spoken = _choice(_("Spoken language"))
    provider = _choice(_("Provider"))
    wheelchair = forms.BooleanField(label=_("Accessible by wheelchair"), required=False)
    hearing_loop = forms.BooleanField(label=_("Hearing loop"), required=False)
    sign_language = forms.BooleanField(label=_("Sign language"), required=False)
    child_care = forms.BooleanField(label=_("Child care"), required=False)
    competence = forms.ChoiceField(
        label=_("What you can do afterwards"),
        required=False,
        choices=[(code, each.words) for code, each in digcomp.COMPETENCES.items()],
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("place", partial(Place.objects.values_list, "slug", "name"))
        self.give_choices(
            "spoken", lambda: [(code, language_name(code)) for code in languages_spoken()]
        )
        self.give_choices("provider", _providers)

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters in force; days are dates, what is ticked is ``on``."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: "on" if value is True else value for name, value in found.items()}

    @property
    def chips(self) -> list[dict[str, str]]:
        """With days in words, and without a value for what is ticked."""
        found, chosen = super().chips, self.chosen
        for chip, (name, value) in zip(found, chosen.items(), strict=True):
            if name in NEEDS:
                chip["value"] = ""
            elif hasattr(value, "isoformat"):
                chip["value"] = date_format(value, "SHORT_DATE_FORMAT")
        return found

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Those that stand open."""
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Choices behind the button."""
        return [
            field
            for field in self.visible_fields()
            if field.name not in FIRST and field.name not in NEEDS
        ]

    @property
    def need_fields(self) -> list[forms.BoundField]:
        """What one can need on site, as boxes to tick."""
        return [self[name] for name in NEEDS]

    @property
    def more_in_force(self) -> int:
        """How many filters behind the button are in force; it stands open then."""
        return len(self.chosen.keys() - set(FIRST))


def _providers() -> list[tuple[str, str]]:
    found = Provider.objects.public().order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]
