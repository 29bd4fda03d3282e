"""Filters of lists about machines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.filters import EVERYTHING, FilterForm
from hardware_bridge.models.choices import Adapter, Condition, Kind

STATES = (
    ("new", _("Nobody looks after it")),
    ("taken", _("Somebody looks after it")),
    ("closed", _("Closed")),
)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[EVERYTHING, *choices])


class AlertFilter(FilterForm):
    """Incidents by how far they are, and what they are about."""

    state = _choice(_("State"), STATES)
    kind = _choice(_("Kind"), Kind.choices)
    condition = _choice(pgettext_lazy("alert", "Condition"), Condition.choices)
    q = forms.CharField(label=_("Device or place"), required=False, max_length=100)


class InboxFilter(FilterForm):
    """Unknown senders by their source."""

    adapter = _choice(_("Source"), Adapter.choices)
    ignored = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("To be dealt with")), ("1", _("Not ours"))],
    )
