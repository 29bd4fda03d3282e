"""Filters of the section's lists."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.filters import EVERYTHING, FilterForm
from cms.core.models import Place
from cms.core.search.texts import LONGEST_QUERY
from participation.culture.forms.fields import FIRST, LAST
from participation.culture.models import Institution
from participation.culture.models.choices import (
    Audience,
    BookingState,
    Genre,
    InstitutionKind,
    Offer,
    PostKind,
    ResourceKind,
    Space,
)


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[EVERYTHING, *choices.choices])


class DirectoryFilterForm(FilterForm):
    """Institutions by what they do and have."""

    q = _words()
    kind = _choice(_("Kind"), InstitutionKind)
    genre = _choice(_("Genre"), Genre)
    audience = _choice(_("Audience"), Audience)
    space = _choice(_("Space"), Space)
    offer = _choice(_("Offer"), Offer)
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("place", partial(Place.objects.values_list, "slug", "name"))


class ResourceFilterForm(FilterForm):
    """What partners offer."""

    q = _words()
    kind = _choice(_("Kind"), ResourceKind)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    people = forms.IntegerField(
        label=_("For at least … people"), required=False, min_value=1, max_value=50_000
    )
    free_on = forms.DateField(
        label=_("Free on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("institution", self._lenders)

    def clean_free_on(self) -> date | None:
        """A day that calendars can show."""
        day: date | None = self.cleaned_data["free_on"]
        if day and not FIRST <= day <= LAST:
            raise forms.ValidationError(_("There is no calendar for this day."))
        return day

    def _lenders(self) -> list[tuple[str, str]]:
        found = Institution.objects.verified().filter(resources__is_active=True).distinct()
        return [(str(pk), name) for pk, name in found.values_list("pk", "name")]

    @property
    def chosen(self) -> dict[str, str]:
        """As text, a day as ISO 8601."""
        return {name: str(value) for name, value in super().chosen.items()}


class BookingFilterForm(FilterForm):
    """Bookings by state."""

    state = _choice(_("State"), BookingState)


class PostFilterForm(FilterForm):
    """What is on the board."""

    q = _words()
    kind = _choice(_("Kind"), PostKind)
    genre = _choice(_("Genre"), Genre)
