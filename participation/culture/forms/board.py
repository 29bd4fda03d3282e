"""Forms of the pinboard."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, TextField, offer
from participation.culture.forms.fields import ActingForm, WordsField
from participation.culture.models import Institution, Interest, Post
from participation.culture.models.choices import DigestFrequency, Genre, PostKind

WORDS = ("kind", "title", "text", "genres", "expires_on")
USUAL = timedelta(days=30)


class PostForm(ActingForm):
    """A post."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=PostKind.choices, initial=PostKind.SEEK, widget=forms.RadioSelect
    )
    title = LineField(label=_("Title"), max_length=120)
    text = TextField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    genres = WordsField(
        label=_("Genres"), choices=Genre, help_text=_("Whoever is interested in them is told.")
    )
    expires_on = DayField(label=_("On the board until"))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ["institution", *WORDS, "key"]

    def __init__(self, *args: Any, latest: date, post: Post | None = None, **kwargs: Any) -> None:
        initial = {name: getattr(post, name) for name in WORDS} if post else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.latest = latest
        self.fields["key"].initial = uuid4()
        usual = min(timezone.localdate() + USUAL, latest)
        self.fields["expires_on"].initial = usual

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    def clean_expires_on(self) -> date:
        """A day to come, not too far away."""
        day: date = self.cleaned_data["expires_on"]
        if not timezone.localdate() <= day <= self.latest:
            raise ValidationError(
                _("Please choose a day from today to %(latest)s."),
                params={"latest": f"{self.latest:%d.%m.%Y}"},
            )
        return day

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the post."""
        return {name: self.cleaned_data[name] for name in WORDS}


class ReplyForm(ActingForm):
    """An answer to a post; its author's institution says to whom."""

    towards = forms.ModelChoiceField(
        label=_("To whom"), queryset=Institution.objects.none(), empty_label=None
    )
    text = TextField(
        label=_("Your answer"),
        help_text=_("Only both institutions read the answer."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    field_order = ["institution", "towards", "text"]

    def __init__(self, *args: Any, partners: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partners:
            found = Institution.objects.filter(pk__in=[partner.pk for partner in partners])
            offer(self, "towards", found)
        else:
            del self.fields["towards"]


class InterestForm(forms.Form):
    """Of what and how often somebody is told."""

    frequency = forms.ChoiceField(
        label=_("How often"), choices=DigestFrequency.choices, widget=forms.RadioSelect
    )
    kinds = WordsField(
        label=_("Kinds of posts"), choices=PostKind, help_text=_("None ticked: all of them.")
    )
    genres = WordsField(label=_("Genres"), choices=Genre, help_text=_("None ticked: all of them."))

    def __init__(self, *args: Any, interest: Interest | None, **kwargs: Any) -> None:
        names = ("frequency", "kinds", "genres")
        initial: dict[str, Any] = {"frequency": DigestFrequency.WEEKLY}
        if interest:
            initial = {name: getattr(interest, name) for name in names}
        super().__init__(*args, **kwargs | {"initial": initial})
