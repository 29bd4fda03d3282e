"""Forms of the courses office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.filters import EVERYTHING, FilterForm
from participation.courses.models.choices import CourseState, RunState
from participation.courses.queries import desk


class CourseDeskFilter(FilterForm):
    """Courses by state and provider."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[EVERYTHING, *CourseState.choices]
    )
    provider = forms.ChoiceField(label=_("Provider"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("provider", desk.provider_names)


class RunDeskFilter(FilterForm):
    """Runs by time, state and provider."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    time = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("To come")), ("past", _("Over")), ("all", _("All"))],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[EVERYTHING, *RunState.choices]
    )
    provider = forms.ChoiceField(label=_("Provider"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("provider", desk.provider_names)


class CertificateDeskFilter(FilterForm):
    """Certificates by number, person or course, and by whether they hold."""

    q = forms.CharField(label=_("Number, name or course"), required=False, max_length=100)
    holds = forms.ChoiceField(
        label=_("Validity"),
        required=False,
        choices=[EVERYTHING, ("yes", _("holds")), ("no", _("revoked"))],
    )


class RevokeForm(forms.Form):
    """Why a certificate no longer holds."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who checks the certificate reads it: name nobody."),
        max_length=200,
    )


class ReleaseForm(forms.Form):
    """Release a course, or give it back with a reason that the provider reads."""

    RELEASE, GIVE_BACK = "release", "give_back"
    action = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (RELEASE, _("Release: it is in the catalogue then")),
            (GIVE_BACK, _("Give back to be changed")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The provider reads it in a mail."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """No without a reason helps nobody."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("action") == self.GIVE_BACK and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why, so that the provider can act on it."))
        return cleaned
