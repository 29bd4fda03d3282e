"""What can be done to many ideas at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.programme.models import WorkingGroupPage
from participation.ideas.models.choices import Stage
from participation.ideas.models.ideas import OPEN_STAGES

HIDE = "hide"


class BulkForm(forms.Form):
    """An action and its reason, which authors and followers read."""

    MOST = 100

    action = forms.ChoiceField(
        label=_("What to do with the chosen ideas"),
        choices=[
            ("", _("Please choose")),
            *((stage.value, stage.label) for stage in OPEN_STAGES),
            (HIDE, _("Hide")),
        ],
        error_messages={"required": _("Choose what to do.")},
    )
    group = forms.ModelChoiceField(
        label=_("Working group"), required=False, queryset=WorkingGroupPage.objects.none()
    )
    reason = forms.CharField(
        label=_("Reason, or what comes next"),
        max_length=500,
        error_messages={"required": _("Say why: authors and followers read it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german = WorkingGroupPage.objects.live().filter(
            locale__language_code=settings.LANGUAGE_CODE
        )
        self.fields["group"].queryset = german  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Into the stage of working groups it goes with a group."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("action") == Stage.REFINEMENT and not cleaned.get("group"):
            self.add_error("group", _("Choose the working group."))
        return cleaned
