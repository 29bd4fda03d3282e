"""What can be done to many ideas at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import offer
from cms.programme.models import WorkingGroupPage
from participation.ideas.models.choices import Stage
from participation.ideas.models.ideas import OPEN_STAGES

HIDE = "hide"


class BulkForm(forms.Form):
    """What the person may do to ideas, and the reason, which authors and followers read."""

    MOST = 100

    action = forms.ChoiceField(
        label=_("What to do with the chosen ideas"),
        error_messages={
            "required": _("Choose what to do."),
            "invalid_choice": _("Choose what to do."),
        },
    )
    group = forms.ModelChoiceField(
        label=_("Working group"), required=False, queryset=WorkingGroupPage.objects.none()
    )
    reason = forms.CharField(
        label=_("Reason, or what comes next"),
        max_length=500,
        error_messages={"required": _("Say why: authors and followers read it.")},
    )

    def __init__(self, *args: Any, may_move: bool, may_hide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = [(stage.value, stage.label) for stage in OPEN_STAGES] if may_move else []
        actions += [(HIDE, _("Hide"))] if may_hide else []
        offer(self, "action", [("", _("Please choose")), *actions])
        if not may_move:
            del self.fields["group"]
            return
        german = WorkingGroupPage.objects.live().filter(
            locale__language_code=settings.LANGUAGE_CODE
        )
        offer(self, "group", german)

    def clean(self) -> dict[str, Any]:
        """Into the stage of working groups it goes with a group."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("action") == Stage.REFINEMENT and not cleaned.get("group"):
            self.add_error("group", _("Choose the working group."))
        return cleaned
