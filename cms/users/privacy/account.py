"""The account: person, addresses, second factors, devices, connected sign-ins."""

import secrets
from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from cms.core.privacy import Export, PersonalData, export_of, register
from cms.users.models import ErasureRequest, User


def export_account(user: User) -> Export:
    """Name, address and rights."""
    export = export_of(
        User.objects.filter(pk=user.pk),
        *("email", "first_name", "last_name", "language", "date_joined", "last_login"),
        date_joined=_("registered on"),
    )
    roles = ", ".join(user.groups.order_by("name").values_list("name", flat=True))
    export.rows[0]["roles"] = roles
    return Export({**export.columns, "roles": _("roles")}, export.rows)


KINDS = {
    Authenticator.Type.TOTP: _("Authenticator app"),
    Authenticator.Type.WEBAUTHN: "Passkey",
    Authenticator.Type.RECOVERY_CODES: _("Recovery codes"),
}
"""Our words for what django-allauth calls otherwise in some languages."""


def export_factors(user: User) -> Export:
    """App, passkeys with their names, recovery codes; no secrets."""
    columns = {
        "type": _("kind"),
        "name": _("Name of the passkey"),
        "created_at": _("set up"),
        "last_used_at": _("last used"),
    }
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    rows = [
        {
            "type": str(KINDS[Authenticator.Type(each.type)]),
            "name": each.wrap().name if each.type == Authenticator.Type.WEBAUTHN else "",
            "created_at": each.created_at,
            "last_used_at": each.last_used_at,
        }
        for each in factors
    ]
    return Export(columns, rows)


def erase_account(user: User) -> None:
    """Take name, address, password, rights and access away; the empty row stays.

    The address ends in a domain that cannot exist (RFC 2606), so that no mail ever goes there.
    """
    user.email = f"erased-{user.pk}-{secrets.token_hex(4)}@erased.invalid"
    user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    entries.update(label=str(user), data={})


def deletes(model: type[models.Model]) -> Callable[[User], None]:
    """An eraser that deletes a person's rows of a model."""

    def erase(user: User) -> None:
        model._default_manager.filter(user=user).delete()

    return erase


def erase_sessions(user: User) -> None:
    """Sign out everywhere and forget the devices."""
    for session in UserSession.objects.filter(user=user):
        session.end()


register(
    PersonalData(
        key="account",
        title=_("Account"),
        models=("users.User",),
        purpose=_("So that you can sign in and we know what you may do."),
        export=export_account,
        erase=erase_account,
        keeps=_(
            "An empty entry with a number in place of your name, since texts and decisions of the "
            "programme point to it."
        ),
        order=0,
    ),
    PersonalData(
        key="addresses",
        title=_("E-mail addresses"),
        models=("account.EmailAddress",),
        purpose=_("So that we can send you codes and answers."),
        export=lambda user: export_of(
            EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
            *("email", "verified", "primary"),
            verified=_("confirmed"),
            primary=_("in use"),
        ),
        erase=deletes(EmailAddress),
        order=1,
    ),
    PersonalData(
        key="second-factors",
        title=_("Second factors and passkeys"),
        models=("mfa.Authenticator",),
        purpose=_(
            "So that nobody else can use your account. The secrets themselves are not shown."
        ),
        export=export_factors,
        erase=deletes(Authenticator),
        order=2,
    ),
    PersonalData(
        key="devices",
        title=_("Devices that are signed in"),
        models=("usersessions.UserSession",),
        purpose=_(
            "So that you can see who is signed in and end it. Deleted when the session ends."
        ),
        export=lambda user: export_of(
            UserSession.objects.filter(user=user).order_by("pk"),
            *("created_at", "ip", "user_agent"),
            created_at=_("signed in"),
            ip=_("network address"),
            user_agent=_("browser"),
        ),
        erase=erase_sessions,
        order=3,
    ),
    PersonalData(
        key="connected-sign-ins",
        title=_("Connected sign-ins"),
        models=("socialaccount.SocialAccount",),
        purpose=_("So that you can sign in with another account of yours."),
        export=lambda user: export_of(
            SocialAccount.objects.filter(user=user).order_by("pk"),
            *("provider", "uid", "extra_data", "date_joined", "last_login"),
            date_joined=_("connected on"),
            uid=_("your number there"),
            extra_data=_("what we were told"),
        ),
        erase=deletes(SocialAccount),
        order=4,
    ),
    PersonalData(
        key="erasure",
        title=_("Your wish to be erased"),
        models=("users.ErasureRequest",),
        purpose=_("So that we know when to erase your account."),
        export=lambda user: export_of(
            ErasureRequest.objects.filter(user=user), "requested_at", "confirmed_at"
        ),
        erase=deletes(ErasureRequest),
        order=5,
    ),
)
