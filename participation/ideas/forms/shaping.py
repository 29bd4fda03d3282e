"""Forms of facilitators: merge, split, separate, sharpen, bring on."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField, offer
from participation.ideas.forms.workshops import StageFields, WordsFields
from participation.ideas.models import Idea
from participation.ideas.models.ideas import TEXT_LENGTH, TITLE_LENGTH

PARTS = 4


class ReasonFields(forms.Form):
    """Why."""

    reason = TextField(
        label=_("Reason"),
        help_text=_("The authors and everybody else read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(ReasonFields):
    """Which idea stays, and its new words, if any."""

    into = forms.ChoiceField(
        label=_("This one stays, the others lead to it"), widget=forms.RadioSelect
    )
    title = LineField(
        label=_("New title"),
        help_text=_("Leave it empty and the idea that stays keeps its own."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    text = TextField(
        label=_("New text"),
        help_text=_("Leave it empty and the idea that stays keeps its own."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    field_order = ["into", "title", "text", "reason"]

    def __init__(self, *args: Any, ideas: Iterable[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(idea.pk), f"{idea.title} ({idea.pk})") for idea in ideas]
        offer(self, "into", choices)


class SeparateForm(ReasonFields):
    """Take a merge back."""

    restore_words = forms.BooleanField(
        label=_("Give the other idea the words back that it had before the merge"), required=False
    )


class SplitForm(ReasonFields):
    """Two to four parts; the first keeps the idea's address, supports and comments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, PARTS + 1):
            needed = number <= 2
            self.fields[f"title_{number}"] = LineField(
                label=_("Title of part %(number)s") % {"number": number},
                max_length=TITLE_LENGTH,
                required=needed,
            )
            self.fields[f"text_{number}"] = TextField(
                label=_("Text of part %(number)s") % {"number": number},
                max_length=TEXT_LENGTH,
                required=needed,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean(self) -> dict[str, Any]:
        """A part has both title and text, or neither."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(3, PARTS + 1):
            if bool(cleaned.get(f"title_{number}")) != bool(cleaned.get(f"text_{number}")):
                self.add_error(
                    f"title_{number}", ValidationError(_("A part needs a title and a text."))
                )
        return cleaned

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Titles and texts of the parts that were filled in."""
        pairs = [
            (self.cleaned_data[f"title_{number}"], self.cleaned_data[f"text_{number}"])
            for number in range(1, PARTS + 1)
        ]
        return [pair for pair in pairs if pair[0]]


class SharpenForm(WordsFields):
    """New words from a working group."""

    note = LineField(
        label=_("What the group has changed, in a sentence"), max_length=300, required=False
    )


class AdvanceForm(StageFields):
    """Into another stage."""

    note = LineField(
        label=_("What comes next"),
        help_text=_("Author and followers read it."),
        max_length=500,
        required=False,
    )
    field_order = ["stage", "group", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].required = True
