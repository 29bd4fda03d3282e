"""Forms about workshops."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField, offer
from cms.programme.models import WorkingGroupPage
from participation.ideas.models.choices import Stage, WorkshopResult
from participation.ideas.models.ideas import OPEN_STAGES, TEXT_LENGTH, TITLE_LENGTH


class SignUpForm(forms.Form):
    """What one comes as."""

    role = LineField(
        label=_("I come as"),
        help_text=_("For example: resident, sports club, company. Shown without your name."),
        max_length=80,
        required=False,
    )


class GuestForm(forms.Form):
    """Somebody who came without an account."""

    name = LineField(label=_("Name"), max_length=120)
    role = LineField(label=_("Role"), max_length=80, required=False)


class StageFields(forms.Form):
    """Where an idea goes next."""

    stage = forms.ChoiceField(label=_("Next stage"), required=False)
    group = forms.ModelChoiceField(
        WorkingGroupPage.objects.none(),
        label=_("Working group"),
        help_text=_("Only for the stage of working groups."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(stage.value, stage.label) for stage in OPEN_STAGES]
        offer(self, "stage", [("", _("Stays where it is")), *stages])
        groups = WorkingGroupPage.objects.live().order_by("title")
        originals = groups.filter(locale__language_code=settings.LANGUAGE_CODE)
        offer(self, "group", originals)

    def clean(self) -> dict[str, Any]:
        """A group for the stage of groups."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("stage") == Stage.REFINEMENT and not cleaned.get("group"):
            self.add_error("group", _("Choose the working group."))
        return cleaned


class WordsFields(forms.Form):
    """An idea's words."""

    title = LineField(label=_("Title"), max_length=TITLE_LENGTH)
    text = TextField(
        label=_("Text"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 10})
    )


class ResultForm(StageFields, WordsFields):
    """What a workshop made of an idea."""

    result = forms.ChoiceField(label=_("What came of it"), choices=WorkshopResult.choices)
    note = TextField(
        label=_("What was said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    took_part = LineField(
        label=_("Who took part, by role"),
        help_text=_("For example: four residents, the parks office, the cycling club"),
        max_length=300,
        required=False,
    )
    field_order = ["title", "text", "result", "note", "took_part", "stage", "group"]
