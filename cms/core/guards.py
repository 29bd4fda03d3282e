"""What keeps robots out of forms and excludes nobody: nothing is asked of the reader."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.search.limits import reader_address

MIN_SECONDS = 2
_signer = signing.Signer(salt="form-opened")


def stamp(seconds_ago: int = 0) -> str:
    """A moment, signed."""
    return _signer.sign_object(int(time.time()) - seconds_ago)


class GuardedForm(forms.Form):
    """A form with a field people do not see, and a signed stamp of when it was opened."""

    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = stamp()

    def clean(self) -> dict[str, Any]:
        """Ask for another try where a robot is likely; a person presses once more and is done."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            raise ValidationError(
                _("Please empty the field that is to stay empty, and send the form again.")
            )
        # Whoever has something to correct sends it again anyway.
        if not self._opened_by_a_person(cleaned.get("opened", "")) and not self.errors:
            raise ValidationError(_("That was too quick for us. Please send the form again."))
        return cleaned

    def _opened_by_a_person(self, token: str) -> bool:
        """Whether the form was open for the time that typing takes; a forged stamp was not.

        Whoever is refused gets a stamp that will do: nobody is told twice to send it again.
        """
        try:
            opened = float(_signer.unsign_object(token))
        except signing.BadSignature:
            opened = time.time()
        if time.time() - opened >= MIN_SECONDS:
            return True
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["opened"] = stamp(MIN_SECONDS)
        self.data = data
        return False


def is_too_often(action: str, who: str | None, *, most: int, seconds: int) -> bool:
    """Count one more try and say whether that is more than ``most`` in that time.

    Counted where all processes see it, and nowhere written down. Nobody is told apart by ``None``,
    so nothing is counted then.
    """
    if who is None:
        return False
    cache, key = caches["shared"], f"limit:{action}:{who}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired in between
        return False


def who_asks(request: HttpRequest) -> str | None:
    """The account of a request, else its address where that tells people apart."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return reader_address(request)


def too_often() -> str:
    """What is said to somebody who sends too much."""
    return gettext("That was a lot in a short time. Please wait an hour and send it again.")
