"""Filters and order of the list of ideas."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.core.filters import EVERYTHING, FilterForm
from cms.core.models import Place
from cms.programme import queries as programme
from participation.ideas.models.choices import Outcome, Stage
from participation.ideas.models.ideas import TAG_LENGTH
from participation.ideas.queries.lists import Order

LONGEST_QUERY = 200


class IdeaFilterForm(FilterForm):
    """What the list of ideas shows, and in which order."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[EVERYTHING, *Stage.choices]
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[EVERYTHING, *Outcome.choices]
    )
    place = forms.ChoiceField(label=_("Place"), required=False)
    group = forms.ChoiceField(label=_("Working group"), required=False)
    tag = forms.CharField(
        label=_("Tag"), required=False, max_length=TAG_LENGTH, widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)

    no_chips = ("sort",)

    def __init__(self, data: Any, *, locale: Locale) -> None:
        super().__init__(data)
        self.give_choices("place", partial(Place.objects.values_list, "slug", "name"))
        self.give_choices("group", lambda: programme.group_names(locale).items())
