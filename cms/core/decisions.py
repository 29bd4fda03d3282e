"""Forms by which an office decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import offer


class DecisionForm(forms.Form):
    """One of some actions; those that say no need a reason that the institution reads."""

    action = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The institution reads it in a mail."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self, *args: Any, actions: list[tuple[str, Any]], with_reason: set[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "action", actions)
        self.with_reason = with_reason

    def clean(self) -> dict[str, Any]:
        """No without a reason helps nobody."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("action") in self.with_reason and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why, so that the institution can act on it."))
        return cleaned
