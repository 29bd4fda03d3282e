"""Filters and order of the list of wishes."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.filters import EVERYTHING, FilterForm
from cms.core.models import Place
from participation.wishlist.models.choices import Cause, Kind
from participation.wishlist.queries.lists import Order, When

LONGEST_QUERY = 200


class WishFilterForm(FilterForm):
    """What the list of wishes shows, and in which order."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("I give"), required=False, choices=[EVERYTHING, *Kind.choices])
    cause = forms.ChoiceField(label=_("For"), required=False, choices=[EVERYTHING, *Cause.choices])
    place = forms.ChoiceField(label=_("Place"), required=False)
    when = forms.ChoiceField(
        label=_("How far"), required=False, choices=[EVERYTHING, *When.choices]
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)

    no_chips = ("sort",)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("place", partial(Place.objects.values_list, "slug", "name"))
