"""Filters of the calendar, in an address that can be shared and subscribed to."""

import datetime
from functools import partial
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.core.filters import EVERYTHING, FilterForm
from participation.culture.forms.fields import FIRST, LAST
from participation.culture.models import Institution
from participation.culture.models.choices import Audience, Genre
from participation.culture.queries.calendar import Choice


class View(models.TextChoices):
    """How the calendar is laid out."""

    MONTH = "month", pgettext_lazy("calendar", "Month")
    WEEK = "week", pgettext_lazy("calendar", "Week")
    LIST = "list", pgettext_lazy("calendar", "List")


class CalendarFilterForm(FilterForm):
    """Which events; all are single choices, since they combine."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    genre = forms.ChoiceField(
        label=_("Genre"), required=False, choices=[EVERYTHING, *Genre.choices]
    )
    audience = forms.ChoiceField(
        label=_("Audience"), required=False, choices=[EVERYTHING, *Audience.choices]
    )
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    view = forms.ChoiceField(required=False, choices=View.choices, widget=forms.HiddenInput)
    date = forms.DateField(required=False, widget=forms.HiddenInput)

    no_chips = ("view", "date")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("institution", partial(_institutions))

    def clean_date(self) -> datetime.date | None:
        """A day that calendars can show."""
        day: datetime.date | None = self.cleaned_data["date"]
        if day and not FIRST <= day <= LAST:
            raise forms.ValidationError(_("There is no calendar for this day."))
        return day

    @property
    def choice(self) -> Choice:
        """What is wanted."""
        chosen = self.chosen
        return Choice(
            genres=tuple(filter(None, [chosen.get("genre", "")])),
            audiences=tuple(filter(None, [chosen.get("audience", "")])),
            institutions=(int(chosen["institution"]),) if "institution" in chosen else (),
            words=chosen.get("q", ""),
        )

    @property
    def view_name(self) -> str:
        """How it is laid out: as a month, unless words are looked for."""
        chosen = self.chosen
        return chosen.get("view") or (View.LIST if "q" in chosen else View.MONTH)

    @property
    def day(self) -> datetime.date:
        """The day that is asked for, else today."""
        day: Any = self.chosen.get("date")
        return day if isinstance(day, datetime.date) else timezone.localdate()

    @property
    def selection(self) -> dict[str, str]:
        """The filters alone, as a subscription keeps them."""
        return {name: value for name, value in self.chosen.items() if name not in self.no_chips}

    @property
    def asks_in_vain(self) -> bool:
        """Whether a filter names what is not there, such as an institution that has gone."""
        return any(name not in self.no_chips for name in self.errors)

    @property
    def title(self) -> str:
        """What the chosen part of the calendar is called."""
        words = ", ".join(chip["value"] for chip in self.chips)
        return ": ".join(filter(None, (gettext("Culture calendar"), words)))


def _institutions() -> list[tuple[str, str]]:
    found = Institution.objects.verified().values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]
