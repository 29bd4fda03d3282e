"""What drivers report, by a form or by a phone that has waited for a net."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.choices import Result


class ReportForm(forms.Form):
    """What was found at a stop. ``at`` and ``client_key`` are the phone's; a form may lack them."""

    result = forms.ChoiceField(
        choices=Result.choices,
        error_messages={"required": _("Choose what you have found.")},
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    at = forms.DateTimeField(required=False)
    client_key = forms.UUIDField(required=False)


class QueuedReportForm(ReportForm):
    """One of those that a phone has kept."""

    stop = forms.IntegerField(min_value=1)
    client_key = forms.UUIDField()
