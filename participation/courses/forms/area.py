"""Forms of providers about themselves and their courses."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField
from cms.core.models import Place
from participation.courses import digcomp
from participation.courses.models.choices import CourseKind, Role, Topic
from participation.courses.models.courses import (
    LEVELS,
    SUMMARY_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
)
from participation.courses.models.providers import NAME_LENGTH


class WordsForm(forms.Form):
    """What a course is called and says in one language."""

    title = LineField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = LineField(
        label=_("In one or two sentences"),
        help_text=_("Stands on the card in the catalogue: what can one do afterwards?"),
        max_length=SUMMARY_LENGTH,
    )
    text = TextField(
        label=_("What you learn"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    requirements = TextField(
        label=_("What you should bring or know"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    WORDS = ("title", "summary", "text", "requirements")

    @property
    def words(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in self.WORDS}


class CourseForm(WordsForm):
    """A course with its facts."""

    language = forms.ChoiceField(
        label=_("Language of these words"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CourseKind.choices,
        initial=CourseKind.COURSE,
        widget=forms.RadioSelect,
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    competences = forms.MultipleChoiceField(
        label=_("What one can do afterwards"),
        help_text=_("The competences of the European framework DigComp 2.2; choose few."),
        choices=digcomp.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    level_from = forms.TypedChoiceField(
        label=_("Level from"), choices=list(digcomp.LEVELS.items()), coerce=int, initial=1
    )
    level_to = forms.TypedChoiceField(
        label=_("Level to"), choices=list(digcomp.LEVELS.items()), coerce=int, initial=2
    )
    attendance_percent = forms.IntegerField(
        label=_("Attendance for a certificate, in per cent"),
        help_text=_("Of the dates that took place. 0: there is no certificate."),
        min_value=0,
        max_value=100,
        initial=80,
    )

    FACTS = (
        *("language", "kind", "topic", "competences"),
        *("level_from", "level_to", "attendance_percent"),
    )

    def clean(self) -> dict[str, Any]:
        """Levels go up."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("level_from"), cleaned.get("level_to")
        if low and high and not 1 <= low <= high <= LEVELS:
            self.add_error("level_to", _("The highest level is not below the lowest."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """What the verbs take."""
        return super().words | {name: self.cleaned_data[name] for name in self.FACTS}


class ProviderForm(forms.Form):
    """What an institution says of itself."""

    name = LineField(label=_("Name"), max_length=NAME_LENGTH)
    description = TextField(
        label=_("What you do"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    homepage = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Guests' questions go there."))
    phone = LineField(label=_("Telephone"), max_length=40, required=False)
    address = LineField(label=_("Address"), max_length=200, required=False)
    place = forms.ModelChoiceField(
        label=_("Part of the city"), queryset=Place.objects.all(), required=False
    )

    @property
    def words(self) -> dict[str, Any]:
        """What the verbs take."""
        return dict(self.cleaned_data)


class MemberForm(forms.Form):
    """Who is to act for a provider."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.TEACHER, widget=forms.RadioSelect
    )
