"""The admin's forms for an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.users import domain, queries
from cms.users.models import User


class _Acting(forms.ModelForm):
    """Knows who fills the form in: only somebody with full access may give it."""

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not acting.is_superuser:
            self.fields.pop("is_superuser", None)


class NewPersonForm(_Acting, UserCreationForm):
    """A new account."""


class PersonForm(_Acting, UserEditForm):
    """An account that is there."""

    def clean(self) -> dict[str, Any]:
        """Refuse what would leave nobody who can manage accounts."""
        cleaned = super().clean() or self.cleaned_data
        if not self._manages_people(cleaned):
            try:
                domain.ensure_not_last_administrator(self.instance)
            except ValidationError:
                self.add_error(self._given_up(), domain.LAST_ADMINISTRATOR)
        return cleaned

    def _manages_people(self, cleaned: dict[str, Any]) -> bool:
        """Whether the person could manage accounts with what has been filled in."""
        user = self.instance
        if not cleaned.get("is_active", user.is_active):
            return False
        if cleaned.get("is_superuser", user.is_superuser):
            return True
        return queries.groups_manage_people(cleaned.get("groups", ())) or (
            user.user_permissions.filter(codename=queries.MANAGE_PEOPLE).exists()
        )

    def _given_up(self) -> str:
        changed = [name for name in ("is_active", "groups", "is_superuser") if name in self.fields]
        return next((name for name in changed if name in self.changed_data), "groups")
