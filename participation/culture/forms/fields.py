"""Fields that several forms of the culture section have."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import offer
from participation.culture.models import Institution

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
"""Days that calendars show."""


class MomentField(forms.DateTimeField):
    """A day and a time by the clock on the wall, by the browser's own picker where it has one."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)
        self.error_messages["invalid"] = _(
            "Please give day and time, for example 31.12.2030 20:00."
        )

    def clean(self, value: Any) -> datetime | None:
        """A day that calendars can show: others cannot even be reckoned with."""
        moment: datetime | None = super().clean(value)
        if moment is not None and not FIRST <= moment.date() <= LAST:
            raise ValidationError(_("There is no calendar for this day."))
        return moment


class WordsField(forms.MultipleChoiceField):
    """Several of a few words, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label: Any, choices: Any, **options: Any) -> None:
        super().__init__(label=label, choices=choices.choices, required=False, **options)


class InstitutionsField(forms.ModelMultipleChoiceField):
    """Several partners, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Institution.objects.verified(), **options)


class ActingForm(forms.Form):
    """A form sent for one of a person's institutions; asked only where there are several."""

    institution = forms.ModelChoiceField(
        label=_("For which institution"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, acting: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = list(acting)
        if len(self.acting) == 1:
            del self.fields["institution"]
        else:
            ids = [institution.pk for institution in self.acting]
            own = Institution.objects.filter(pk__in=ids)
            offer(self, "institution", own)

    @property
    def acts_for(self) -> Institution:
        """The chosen one."""
        return self.cleaned_data.get("institution") or self.acting[0]


def check_order(form: forms.Form, cleaned: dict[str, Any], *, future: bool = True) -> None:
    """Complain of an end that is not behind its start, and of a start that is over."""
    start, end = cleaned.get("start"), cleaned.get("end")
    if start and end and end <= start:
        form.add_error("end", _("Please give an end after the beginning."))
    if future and start and start < timezone.now():
        form.add_error("start", _("Please give a time that is still to come."))
