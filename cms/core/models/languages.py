"""What every language has once."""

from django.db import models
from wagtail.models import TranslatableMixin


class OncePerLanguage(TranslatableMixin):
    """A translatable thing whose constraints on its language are told in words.

    Forms leave the language out, and with it every constraint that names it: the database alone
    would refuse, with an error page.
    """

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises ValidationError where another thing of the language has the same key."""
        super().clean()
        for constraint in self._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and "locale" in constraint.fields:
                constraint.validate(type(self), self)
