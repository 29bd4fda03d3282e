"""What people type, made fit to be stored: no control characters, no tricks with directions."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participation.ideas.models.choices import NameShown

# Marks that turn the direction of what follows, which can disguise an address or a name.
# https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_TURNING = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")


def one_line(text: str) -> str:
    """The text in one line, composed (NFC), without what cannot be seen."""
    return " ".join(several_lines(text).split())


def several_lines(text: str) -> str:
    """The text with its lines, composed (NFC), without what cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_TURNING)
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})
    spaced = _SPACES.sub(" ", "".join(kept))
    return _MANY_LINES.sub("\n\n", spaced).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(sign.isalnum() for sign in text)


class LineField(forms.CharField):
    """One line of words."""

    def to_python(self, value: Any) -> str:
        """Cleaned before its length counts."""
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Words in several lines; not nothing but signs."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Cleaned before its length counts."""
        return several_lines(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what has no letter or digit in it."""
        super().validate(value)
        if value and not has_words(value):
            raise ValidationError(_("Please write in words what this is about."))


class UnaskedInput(forms.TextInput):
    """An input that no browser insists on."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Never."""
        return False


class NeededLineField(LineField):
    """A line that another field's choice asks for: not called optional, and left to the form."""

    widget = UnaskedInput

    def validate(self, value: str) -> None:
        """Whether it may be empty the form knows."""


class NameFields(forms.Form):
    """How an author wants to be named."""

    name_shown = forms.ChoiceField(
        label=_("Name shown with it"),
        choices=NameShown.choices,
        initial=NameShown.NONE,
        required=False,
        error_messages={
            "invalid_choice": _("We do not know your name. Please choose another entry.")
        },
        widget=forms.RadioSelect,
    )
    alias = NeededLineField(
        label=_("The name you choose"),
        help_text=_("Only where “A name I choose” is selected above."),
        max_length=60,
    )

    def __init__(self, *args: Any, knows_name: bool = True, **kwargs: Any) -> None:
        """``knows_name``: whether there is an account with a name that could be shown."""
        super().__init__(*args, **kwargs)
        if not knows_name:
            offered = [choice for choice in NameShown.choices if choice[0] != NameShown.REAL]
            self.fields["name_shown"].choices = offered  # type: ignore[attr-defined]

    def clean_name_shown(self) -> str:
        """No name where none was chosen."""
        return self.cleaned_data["name_shown"] or NameShown.NONE

    def clean(self) -> dict[str, Any]:
        """An alias needs one."""
        cleaned = super().clean() or self.cleaned_data
        shown = cleaned.get("name_shown")
        if shown == NameShown.ALIAS and not cleaned.get("alias") and "alias" not in self.errors:
            self.add_error("alias", _("Please write the name you want to be shown."))
        if shown != NameShown.ALIAS:
            cleaned["alias"] = ""
        return cleaned
