"""People who sign in. The e-mail address is the login; there is no user name."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by address, whatever its capitals."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new user; without a password none works. ValueError without e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new user who may do everything."""
        return self.create_user(
            email, password, **fields | {"is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address. Raises DoesNotExist."""
        return self.get(email__iexact=username)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person with an account."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this address.")},
    )

    language = models.CharField(
        _("language of mails"),
        max_length=20,
        choices=list(settings.LANGUAGE_LABELS.items()),
        default=settings.LANGUAGE_CODE,
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Say clearly that there is no password: an empty one would be asked for and never fit."""
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("Erased account %(number)s") % {"number": self.pk}
        return self.get_full_name() or self.email


def display_name(user: User) -> str:
    """What pages and mails call a person."""
    return str(user)


class ErasureRequest(models.Model):
    """Somebody's wish to have the account erased.

    Asked for, confirmed by a link in a mail, carried out after the cooling-off time. ``key`` is
    part of every link, so that a new request makes the links of an older one worthless.
    """

    user = models.OneToOneField(
        User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="erasure_request"
    )
    key = models.CharField(max_length=43, default=secrets.token_urlsafe, editable=False)
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def due_at(self) -> Any:
        """When the account is erased; None before the confirmation."""
        if self.confirmed_at is None:
            return None
        return self.confirmed_at + timedelta(days=settings.ERASURE_COOLING_OFF_DAYS)
