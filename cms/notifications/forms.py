"""How often somebody wants to hear of each thing they follow."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.notifications.models import Frequency
from cms.notifications.queries import Followed

STOP = ""
CHOICES = [*Frequency.choices, (STOP, _("No longer"))]


class FrequenciesForm(forms.Form):
    """A choice for each followed thing."""

    def __init__(self, *args: Any, followed: Iterable[Followed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.followed = {f"following-{item.following.pk}": item for item in followed}
        for name, item in self.followed.items():
            self.fields[name] = forms.ChoiceField(
                label=item.title,
                choices=CHOICES,
                required=False,
                initial=item.following.frequency,
            )

    @property
    def changes(self) -> list[tuple[Followed, str]]:
        """What was chosen otherwise than it is; an empty frequency ends the following.

        A thing that was followed after the form was opened is not in what was sent, and stays.
        """
        return [
            (self.followed[name], self.cleaned_data[name])
            for name in self.changed_data
            if name in self.data
        ]
