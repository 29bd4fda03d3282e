"""Filters of lists, weights of the matrix, and the short form of an update."""

from cms.programme.forms.filters import (
    BudgetFilterForm,
    ProjectFilterForm,
    RoadmapFilterForm,
    WeightsForm,
)
from cms.programme.forms.updates import QuickUpdateForm

__all__ = [
    "BudgetFilterForm",
    "ProjectFilterForm",
    "QuickUpdateForm",
    "RoadmapFilterForm",
    "WeightsForm",
]
