"""The filters of lists, and the weights of the matrix."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from cms.core.filters import EVERYTHING, FilterForm
from cms.programme import queries
from cms.programme.charts.matrix import read_weight
from cms.programme.models import ProjectPage
from cms.programme.models.choices import Kind, Stage


class ProgrammeFilterForm(FilterForm):
    """Filters by what the programme sorts itself by."""

    def _guidelines(self, locale: Locale) -> None:
        self.give_choices(
            "guideline", ((str(g.number), str(g)) for g in queries.guidelines(locale))
        )

    def _carriers(self, locale: Locale) -> None:
        names = queries.carrier_names(locale)
        self.give_choices("carrier", ((key, carrier.name) for key, carrier in names.items()))


class RoadmapFilterForm(ProgrammeFilterForm):
    """What the roadmap shows."""

    guideline = forms.ChoiceField(label=_("Guideline"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)

    LOOKUPS = {
        "guideline": "guideline_links__guideline__number",
        "carrier": "carrier_links__carrier__key",
    }

    def __init__(self, data: Any, *, locale: Locale) -> None:
        super().__init__(data)
        self._guidelines(locale)
        self._carriers(locale)

    def apply(self, found: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
        """The projects that match every filter, each once, however many links match."""
        for name, value in self.chosen.items():
            matching = ProjectPage.objects.filter(**{self.LOOKUPS[name]: value})
            found = found.filter(pk__in=matching.values("pk"))
        return found


class ProjectFilterForm(RoadmapFilterForm):
    """What the list of projects shows."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[EVERYTHING, *Kind.choices])
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[EVERYTHING, *Stage.choices]
    )
    group = forms.ChoiceField(label=_("Working group"), required=False)

    field_order = ["guideline", "kind", "stage", "group", "carrier"]
    LOOKUPS = RoadmapFilterForm.LOOKUPS | {
        "kind": "kind",
        "stage": "stage",
        "group": "working_group__slug",
    }

    def __init__(self, data: Any, *, locale: Locale) -> None:
        super().__init__(data, locale=locale)
        self.give_choices("group", queries.group_names(locale).items())


class BudgetFilterForm(ProgrammeFilterForm):
    """Which budget lines are added up."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)

    LOOKUPS = {"year": "year", "carrier": "carrier__key"}

    def __init__(self, data: Any, *, years: Iterable[int], locale: Locale) -> None:
        super().__init__(data)
        self.give_choices("year", ((str(year), str(year)) for year in years))
        self._carriers(locale)

    def apply(self, lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The budget lines that match every filter."""
        wanted = {self.LOOKUPS[name]: value for name, value in self.chosen.items()}
        return [
            line for line in lines if all(str(line[key]) == value for key, value in wanted.items())
        ]


class WeightsForm(forms.Form):
    """How much each part of the vision counts for the reader, from 0 to 5.

    Whatever stands in the address gives weights; ``corrected`` names what could not be taken as it
    stood, ``given`` says whether anything stood there.
    """

    HIGHEST, DEFAULT = 5, 3
    SCALE = [
        ("0", _("0 – does not count")),
        *((str(number), str(number)) for number in range(1, 5)),
        ("5", _("5 – counts most")),
    ]

    idea_space = forms.ChoiceField(label=_("Idea space and innovation"), choices=SCALE)
    quality_of_life = forms.ChoiceField(label=_("Quality of life"), choices=SCALE)
    for_all = forms.ChoiceField(label=_("For all"), choices=SCALE)
    networking = forms.ChoiceField(label=_("Networking and technology"), choices=SCALE)

    def __init__(self, data: Any) -> None:
        read = {
            name: read_weight(
                data.get(name) or str(self.DEFAULT), default=self.DEFAULT, highest=self.HIGHEST
            )
            for name in self.base_fields
        }
        self.given = any(name in data for name in self.base_fields)
        super().__init__({name: str(weight) for name, (weight, _taken) in read.items()})
        self.weights = [weight for weight, _taken in read.values()]
        self.corrected = [
            str(self.fields[name].label) for name, (_weight, taken) in read.items() if not taken
        ]

    @property
    def message(self) -> str:
        """What the reader should know about the weights; empty when they are as asked for."""
        if self.corrected:
            return ngettext(
                "%(names)s: a weight is a whole number from 0 to 5. We chose one that fits.",
                "%(names)s: weights are whole numbers from 0 to 5. We chose some that fit.",
                len(self.corrected),
            ) % {"names": ", ".join(self.corrected)}
        if not any(self.weights):
            return str(_("All weights are zero, so all four parts count the same."))
        return ""
