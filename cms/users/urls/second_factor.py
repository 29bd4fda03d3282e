"""Authenticator app, passkeys, recovery codes."""

from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from cms.users import again
from cms.users.urls.page import page

urlpatterns = [
    path(
        "zweiter-faktor/",
        page(
            factor.IndexView,
            _("Second factor"),
            template="second_factors",
            introduction=_("Something you have beside what you know keeps others out."),
        ),
        name="mfa_index",
    ),
    path(
        "zweiter-faktor/app/",
        again.required(
            page(
                totp.ActivateTOTPView,
                _("Set up an authenticator app"),
                template="app_add",
                introduction=_("The app on your telephone shows a new code every 30 seconds."),
                label=_("Set up"),
            ),
            on_get=True,
        ),
        name="mfa_activate_totp",
    ),
    path(
        "zweiter-faktor/app/entfernen/",
        page(
            totp.DeactivateTOTPView,
            _("Remove the authenticator app"),
            template="plain_form",
            introduction=_("Its codes no longer protect your account."),
            label=_("Remove"),
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "zweiter-faktor/notfall-codes/",
        page(
            recovery.ViewRecoveryCodesView,
            _("Recovery codes"),
            template="recovery_codes",
            introduction=_("For the day when your telephone is lost. Each works once."),
        ),
        name="mfa_view_recovery_codes",
    ),
    path(
        "zweiter-faktor/notfall-codes/neu/",
        page(
            recovery.GenerateRecoveryCodesView,
            _("New recovery codes"),
            template="plain_form",
            introduction=_("The codes you have become worthless."),
            label=_("Make new codes"),
        ),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "zweiter-faktor/notfall-codes/herunterladen/",
        never_cache(
            recovery.DownloadRecoveryCodesView.as_view(template_name="account/recovery_codes.txt")
        ),
        name="mfa_download_recovery_codes",
    ),
    path(
        "zweiter-faktor/passkey/",
        again.required(
            page(
                passkey.AddWebAuthnView,
                _("Add a passkey"),
                template="passkey_add",
                script="addForm",
                introduction=_("Your device asks for your finger, your face or its PIN."),
                label=_("Add the passkey"),
            ),
            on_get=True,
        ),
        name="mfa_add_webauthn",
    ),
    path(
        "zweiter-faktor/passkey/<int:pk>/umbenennen/",
        page(passkey.EditWebAuthnView, _("Rename the passkey"), label=_("Save")),
        name="mfa_edit_webauthn",
    ),
    path(
        "zweiter-faktor/passkey/<int:pk>/entfernen/",
        page(
            passkey.RemoveWebAuthnView,
            _("Remove the passkey"),
            template="plain_form",
            introduction=_("You can no longer sign in with it."),
            label=_("Remove"),
        ),
        name="mfa_remove_webauthn",
    ),
    # django-allauth leads here after a change of a passkey; the list is part of the page above.
    path(
        "zweiter-faktor/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
]
