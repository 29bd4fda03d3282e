"""Forms of moderators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField, offer
from cms.core.words import several_lines
from participation.ideas.models.ideas import TEXT_LENGTH, TITLE_LENGTH

PUBLISH, HIDE, RESTORE, NOTE = "publish", "hide", "restore", "note"
LABELS = {
    PUBLISH: _("Publish"),
    HIDE: _("Hide"),
    RESTORE: _("Show again"),
    NOTE: _("Only write a note"),
}
NEED_A_REASON = (HIDE, RESTORE, NOTE)


class DecisionForm(forms.Form):
    """What to do, and why. The author reads the reason, except with a note."""

    action = forms.ChoiceField(
        label=_("What to do"),
        error_messages={
            "invalid_choice": _(
                "Somebody else was quicker. What was done stands below; nothing else has been."
            )
        },
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it, except for a note. Only publishing needs none."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, actions: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(action, LABELS[action]) for action in actions]
        offer(self, "action", choices)

    def clean_reason(self) -> str:
        """Needed unless something is simply published."""
        reason = several_lines(self.cleaned_data["reason"])
        if self.cleaned_data.get("action") in NEED_A_REASON and not reason:
            raise ValidationError(_("Please give the reason."))
        return reason


class WordsForm(forms.Form):
    """Corrected words of an idea."""

    title = LineField(label=_("Title"), max_length=TITLE_LENGTH)
    text = TextField(
        label=_("Text"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 8})
    )
    reason = LineField(
        label=_("Reason"), help_text=_("The author reads it."), max_length=300, required=True
    )
