"""The assessment sheet as a form: points and a reason for each criterion of a role."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.programme.models.assessment import BLOCKS, MAX_SCORE, MIN_SCORE, Criterion
from cms.programme.models.choices import Answer
from participation.ideas import queries
from participation.ideas.models import Assessment, AssessmentScore

POINTS = [(str(points), str(points)) for points in range(MIN_SCORE, MAX_SCORE + 1)]


class SheetForm(forms.Form):
    """One part of the sheet. What may still be missing is decided by the verb."""

    def __init__(self, data: Any, *, role: str, sheet: Assessment | None = None) -> None:
        self.role = role
        super().__init__(data, initial=_initial(sheet))
        for criterion in queries.criteria_of(role):
            self.fields[f"score_{criterion}"] = forms.ChoiceField(
                label=_("Points"), choices=POINTS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"reason_{criterion}"] = forms.CharField(
                label=_("Reason"),
                max_length=AssessmentScore._meta.get_field("reason").max_length,
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
            )
        if role in queries.ASKED_FOR_MVP:
            self.fields["mvp_possible"] = forms.ChoiceField(
                label=_("Can a small version be built first?"),
                choices=Answer.choices,
                required=False,
            )
            self.fields["mvp_note"] = forms.CharField(
                label=_("How the small version would look"),
                max_length=Assessment._meta.get_field("mvp_note").max_length,
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
            )

    @property
    def blocks(self) -> Iterator[dict[str, Any]]:
        """The blocks of the role with the fields of their criteria."""
        keys = queries.BLOCKS_OF_ROLE[self.role]  # type: ignore[index]
        for block in BLOCKS:
            if block.key in keys:
                yield {
                    "title": block.title,
                    "high_is_hard": block.high_is_hard,
                    "rows": [self._row(criterion) for criterion in block.criteria],
                }

    @property
    def mvp_fields(self) -> list[forms.BoundField]:
        """Whether a small version can be built, where the role is asked for it."""
        return [self[name] for name in ("mvp_possible", "mvp_note") if name in self.fields]

    @property
    def scores(self) -> dict[str, tuple[int | None, str]]:
        """Points and reason by criterion, of a valid form."""
        given = self.cleaned_data
        return {
            criterion: (
                int(given[f"score_{criterion}"]) if given[f"score_{criterion}"] else None,
                given[f"reason_{criterion}"],
            )
            for criterion in queries.criteria_of(self.role)
        }

    @property
    def mvp(self) -> dict[str, str]:
        """What is said about a small version, of a valid form."""
        return {
            "mvp_possible": self.cleaned_data.get("mvp_possible") or Answer.OPEN,
            "mvp_note": self.cleaned_data.get("mvp_note", ""),
        }

    def _row(self, criterion: Criterion) -> dict[str, Any]:
        return {
            "criterion": criterion,
            "label": criterion.label,
            "score": self[f"score_{criterion}"],
            "reason": self[f"reason_{criterion}"],
        }


def _initial(sheet: Assessment | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    found: dict[str, Any] = {"mvp_possible": sheet.mvp_possible, "mvp_note": sheet.mvp_note}
    for row in sheet.scores.all():
        found[f"score_{row.criterion}"] = str(row.score)
        found[f"reason_{row.criterion}"] = row.reason
    return found
