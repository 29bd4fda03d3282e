"""Fields of forms that people fill in: lines and texts, days, and files that were looked into."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.words import has_words, one_line, several_lines


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


class DayField(forms.DateField):
    """A day, by the browser's own calendar where it has one."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
        super().__init__(widget=widget, input_formats=formats, **options)
        self.error_messages["invalid"] = _("Please give a day, for example 31.12.2030.")


class NeededDayField(DayField):
    """A day that another field's choice asks for."""

    def validate(self, value: Any) -> None:
        """Whether it may be empty the form knows."""


class CheckedFileField(forms.FileField):
    """A file that ``check`` has looked into."""

    def __init__(self, *, check: Any, accept: str, **options: Any) -> None:
        self.check = check
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **options)

    def clean(self, data: Any, initial: Any = None) -> File | None:
        """The file. ValidationError when it is not what it seems."""
        file: File | None = super().clean(data, initial)
        if data and file:
            self.check(file)
        return file


class SeveralFilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Up to ``most`` files, each passed to ``check``."""

    def __init__(self, *, most: int, check: Callable[[File], None], accept: str, **options: Any):
        self.most, self.check = most, check
        widget = SeveralFilesInput(attrs={"accept": accept})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        """The files. ValidationError names each that is wrong; the others are in ``good`` then."""
        self.good: list[File] = []
        wrong = []
        for file in [file for file in data or [] if file][: self.most]:
            try:
                checked = super().clean(file)
                self.check(checked)
            except ValidationError as error:
                wrong.append(f"{file.name}: {error.messages[0]}")
            else:
                self.good.append(checked)
        if len(data or []) > self.most:
            wrong.append(_("At most %(most)s files.") % {"most": self.most})
        if wrong:
            raise ValidationError(wrong)
        return self.good


def offer(form: forms.BaseForm, name: str, values: QuerySet | Iterable[tuple[Any, Any]]) -> None:
    """Let a field of the form offer these rows, or these choices of value and label."""
    field: Any = form.fields[name]
    if isinstance(values, QuerySet):
        field.queryset = values
    else:
        field.choices = values
