"""Forms of teachers: messages, materials, moved dates, calling off."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, TextField
from cms.core.recurrence import BERLIN, moment
from cms.core.uploads import check_document
from participation.courses.models import Session
from participation.courses.models.choices import MaterialFor


class MessageForm(forms.Form):
    """A message to everybody who has booked."""

    subject = LineField(label=_("Subject"), max_length=160)
    text = TextField(label=_("Message"), max_length=4000)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        self.fields["text"].widget.attrs["rows"] = 6

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()


class MaterialForm(forms.Form):
    """A file or a link."""

    title = LineField(label=_("Title"), max_length=120)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, a text or an office document, at most 10 MB."),
        required=False,
        validators=[check_document],
    )
    url = forms.URLField(
        label=_("or a link"), required=False, max_length=200, assume_scheme="https"
    )
    shown = forms.ChoiceField(
        label=_("Shown"), choices=MaterialFor.choices, widget=forms.RadioSelect, initial="before"
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Please choose a file or enter a link, one of both."))
        return cleaned


class TimeField(forms.TimeField):
    """A time of the day, by the browser's own field where it has one."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **options)
        self.error_messages["invalid"] = _("Please give a time, for example 18:30.")


class MoveForm(forms.Form):
    """Another time for a date; times are those on the wall in Berlin."""

    day = DayField(label=_("Day"))
    begins = TimeField(label=_("Begins"))
    ends = TimeField(label=_("Ends"))
    room = LineField(
        label=_("Other room"),
        help_text=_("Only where it differs from the run's."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        start, end = (at.astimezone(BERLIN) for at in (session.starts_at, session.ends_at))
        kwargs["initial"] = {
            "day": start.date(),
            "begins": start.time(),
            "ends": end.time(),
            "room": session.room,
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and is still to come."""
        cleaned = super().clean() or self.cleaned_data
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if not isinstance(day, date) or not isinstance(begins, time) or not isinstance(ends, time):
            return cleaned
        if ends <= begins:
            self.add_error("ends", _("It has to end after it begins."))
        elif moment(day, begins) <= timezone.now():
            self.add_error("day", _("Please choose a time that is still to come."))
        return cleaned

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Beginning and end as moments."""
        sent = self.cleaned_data
        return moment(sent["day"], sent["begins"]), moment(sent["day"], sent["ends"])


class ReasonForm(forms.Form):
    """Why something does not take place, in words for the guests."""

    reason = LineField(
        label=_("Reason"),
        help_text=_("Guests read it in their mail."),
        max_length=300,
        required=False,
    )
    sure = forms.BooleanField(
        label=_("Yes, cancel it, tell everybody and pay every fee back"),
        error_messages={
            "required": _("Please tick this, so that nothing is cancelled by mistake.")
        },
    )


def parse_presences(data: Any) -> dict[int, str]:
    """What a list was sent with, by the key of a participant. Raises ValidationError."""
    found: dict[int, str] = {}
    for name, value in data.items():
        key = name.removeprefix("p_")
        if name.startswith("p_") and key.isascii() and key.isdigit() and len(key) < 12:
            found[int(key)] = str(value)
    if len(found) > 1000:
        raise ValidationError(_("That are more people than a run can have."))
    return found
