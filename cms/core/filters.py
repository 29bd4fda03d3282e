"""Filters of lists, in a plain GET whose address can be shared."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVERYTHING = ("", gettext_lazy("All"))
LONGEST_SHOWN = 40
"""Letters of an unknown value that are said again."""


def said_again(field: Any, value: str) -> str:
    """A field with a value that it does not know, in words."""
    shown = {"field": field, "value": Truncator(value).chars(LONGEST_SHOWN)}
    return _("%(field)s “%(value)s”") % shown


class FilterForm(forms.Form):
    """An unknown value filters nothing, since old links and robots get a list; the page says so."""

    no_chips: tuple[str, ...] = ()
    """Fields that narrow nothing down, such as the order."""

    def give_choices(
        self,
        name: str,
        rest: Iterable[tuple[str, Any]] | Callable[[], Iterable[tuple[str, Any]]],
    ) -> None:
        """Choices that are only known when the list is asked for.

        A function is called once, and not at all where a kept part shows them.
        """
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        if callable(rest):
            field.choices = cache(lambda: [EVERYTHING, *rest()])
        else:
            field.choices = [EVERYTHING, *rest]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force: field name to value, unknown values left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def unknown(self) -> list[str]:
        """The values that filter nothing, each in words."""
        return [
            said_again(self.fields[name].label, self.data.get(name, "")) for name in self.errors
        ]

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force with its words and the query string that takes it away."""
        chosen = self.chosen
        return [
            {
                "label": str(self.fields[name].label),
                "value": str(dict(getattr(self.fields[name], "choices", ())).get(value, value)),
                "query": urlencode({k: v for k, v in chosen.items() if k != name}),
            }
            for name, value in chosen.items()
            if name not in self.no_chips
        ]

    @property
    def query(self) -> str:
        """The filters in force as a query string with its question mark; empty without any."""
        return f"?{urlencode(self.chosen)}" if self.chosen else ""
