"""The filters of the project list."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.programme import queries
from cms.programme.models import ProjectPage
from cms.programme.models.choices import Kind, Stage


class ProjectFilterForm(forms.Form):
    """Filters of a plain GET. An unknown value filters nothing: old links and robots get a list."""

    guideline = forms.ChoiceField(label=_("Guideline"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All")), *Stage.choices]
    )
    group = forms.ChoiceField(label=_("Working group"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)

    LOOKUPS = {
        "guideline": "guideline_links__guideline__number",
        "kind": "kind",
        "stage": "stage",
        "group": "working_group__translation_key",
        "carrier": "carrier_links__carrier__key",
    }

    def __init__(self, data: Any, *, locale: Locale) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self._choices(
            "guideline", everything, ((str(g.number), str(g)) for g in queries.guidelines(locale))
        )
        self._choices(
            "group",
            everything,
            ((str(g.translation_key), g.title) for g in queries.group_names(locale)),
        )
        self._choices(
            "carrier",
            everything,
            ((key, carrier.name) for key, carrier in sorted(queries.carrier_names(locale).items())),
        )

    def _choices(self, name: str, first: tuple, rest: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = [first, *rest]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force: field name to value, unknown values left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, found: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
        """The projects that match every filter."""
        for name, value in self.chosen.items():
            found = found.filter(**{self.LOOKUPS[name]: value})
        return found

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force with its words and the query string that takes it away."""
        chosen = self.chosen
        return [
            {
                "label": str(self.fields[name].label),
                "value": str(dict(self.fields[name].choices)[value]),  # type: ignore[attr-defined]
                "query": "&".join(f"{k}={v}" for k, v in chosen.items() if k != name),
            }
            for name, value in chosen.items()
        ]
