"""Addresses of the account's pages, in German words under every language.

The views are django-allauth's, under its own names, with the site's templates and headings.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.internal.decorators import login_not_required
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as connected
from allauth.usersessions import views as sessions
from django.urls import path, re_path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from cms.users import views

Words = str | Promise


def page(
    view: type[View], title: Words, *, template: str = "form", **context: Any
) -> Callable[..., Any]:
    """A view of django-allauth with a template of ours, its heading and whatever else it says.

    ``introduction`` stands below the heading, ``label`` on the button.
    """
    return view.as_view(
        template_name=f"account/{template}.html", extra_context={"title": title, **context}
    )


sign_in = [
    path(
        "anmelden/",
        page(
            account.LoginView,
            _("Sign in"),
            template="login",
            label=_("Sign in"),
            introduction=_("With your password, by a code in an e-mail, or with a passkey."),
        ),
        name="account_login",
    ),
    path(
        "anmelden/code/",
        page(
            account.RequestLoginCodeView,
            _("Sign in with a code"),
            introduction=_("We send a code to your e-mail address. You need no password."),
            label=_("Send the code"),
            entrance=True,
        ),
        name="account_request_login_code",
    ),
    path(
        "anmelden/code/eingeben/",
        page(
            account.ConfirmLoginCodeView,
            _("Enter the code"),
            template="code",
            label=_("Sign in"),
        ),
        name="account_confirm_login_code",
    ),
    path(
        "anmelden/zweiter-faktor/",
        page(
            factor.AuthenticateView,
            _("Your second factor"),
            template="second_factor",
            introduction=_("Your account is protected twice. One step is still to do."),
            label=_("Sign in"),
        ),
        name="mfa_authenticate",
    ),
    path("anmelden/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path(
        "abmelden/",
        page(
            account.LogoutView,
            _("Sign out"),
            template="plain_form",
            introduction=_("Do you want to sign out on this device?"),
            label=_("Sign out"),
        ),
        name="account_logout",
    ),
    path(
        "geschlossen/",
        page(
            account.AccountInactiveView,
            _("This account is closed"),
            template="words",
            introduction=_("Nobody can sign in with it. Write to us if you think that is wrong."),
        ),
        name="account_inactive",
    ),
    path(
        "registrieren/",
        page(
            account.SignupView,
            _("Register"),
            template="signup",
            introduction=_("All you need is an e-mail address."),
            label=_("Register"),
        ),
        name="account_signup",
    ),
    path(
        "registrieren/passkey/",
        page(
            account.SignupByPasskeyView,
            _("Register with a passkey"),
            introduction=_("First the e-mail address, then the passkey on your device."),
            label=_("Go on"),
            entrance=True,
        ),
        name="account_signup_by_passkey",
    ),
    path(
        "registrieren/passkey/anlegen/",
        page(
            passkey.SignupWebAuthnView,
            _("Create your passkey"),
            template="passkey_add",
            script="signupForm",
            introduction=_("Your device asks for your finger, your face or its PIN."),
            label=_("Create the passkey"),
        ),
        name="mfa_signup_webauthn",
    ),
    path(
        "bestaetigen/",
        page(
            account.ReauthenticateView,
            _("Is it you?"),
            template="again",
            introduction=_("This matters, so please show once more that it is you."),
            label=_("Go on"),
        ),
        name="account_reauthenticate",
    ),
    path(
        "bestaetigen/zweiter-faktor/",
        page(
            factor.ReauthenticateView,
            _("Is it you?"),
            template="again",
            introduction=_("This matters, so please show once more that it is you."),
            label=_("Go on"),
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "bestaetigen/passkey/",
        page(
            passkey.ReauthenticateWebAuthnView,
            _("Is it you?"),
            template="again_passkey",
            introduction=_("This matters, so please show once more that it is you."),
            label=_("Use a passkey"),
        ),
        name="mfa_reauthenticate_webauthn",
    ),
]

addresses_and_passwords = [
    path(
        "email/",
        page(
            account.EmailView,
            _("E-mail address"),
            template="email",
            introduction=_("You sign in with it, and we write to it."),
            label=_("Change the address"),
        ),
        name="account_email",
    ),
    path(
        "email/bestaetigen/",
        login_not_required(
            page(
                account.ConfirmEmailVerificationCodeView,
                _("Confirm your e-mail address"),
                template="code",
                label=_("Confirm"),
            )
        ),
        name="account_email_verification_sent",
    ),
    path(
        "passwort/",
        page(
            account.PasswordChangeView,
            _("Change your password"),
            label=_("Change the password"),
        ),
        name="account_change_password",
    ),
    path(
        "passwort/festlegen/",
        page(
            account.PasswordSetView,
            _("Set a password"),
            introduction=_("So far you sign in without one. With a password you need no code."),
            label=_("Set the password"),
        ),
        name="account_set_password",
    ),
    path(
        "passwort/vergessen/",
        page(
            account.PasswordResetView,
            _("Forgot your password?"),
            introduction=_("We send you a link with which you choose a new one."),
            label=_("Send the link"),
            entrance=True,
        ),
        name="account_reset_password",
    ),
    path(
        "passwort/vergessen/gesendet/",
        page(
            account.PasswordResetDoneView,
            _("Look into your e-mails"),
            template="words",
            introduction=_(
                "We have sent you an e-mail. Nothing there after some minutes? Look into the "
                "folder for unwanted mail, or sign in with a code."
            ),
            entrance=True,
        ),
        name="account_reset_password_done",
    ),
    path(
        "passwort/neu/gespeichert/",
        page(
            account.PasswordResetFromKeyDoneView,
            _("Your password is changed"),
            template="words",
            introduction=_("You can sign in with it now."),
            entrance=True,
        ),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(
            account.PasswordResetFromKeyView,
            _("Choose a new password"),
            template="password_from_key",
            label=_("Save the password"),
        ),
        name="account_reset_password_from_key",
    ),
]

second_factors = [
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
        page(
            totp.ActivateTOTPView,
            _("Set up an authenticator app"),
            template="app_add",
            introduction=_("The app on your telephone shows a new code every 30 seconds."),
            label=_("Set up"),
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
        recovery.DownloadRecoveryCodesView.as_view(template_name="account/recovery_codes.txt"),
        name="mfa_download_recovery_codes",
    ),
    path(
        "zweiter-faktor/passkey/",
        page(
            passkey.AddWebAuthnView,
            _("Add a passkey"),
            template="passkey_add",
            script="addForm",
            introduction=_("Your device asks for your finger, your face or its PIN."),
            label=_("Add the passkey"),
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
    path("zweiter-faktor/#passkeys", factor.index, name="mfa_list_webauthn"),
]

own_pages = [
    path("", views.overview, name="account_overview"),
    path("angaben/", views.profile, name="account_profile"),
    path(
        "geraete/",
        page(
            sessions.ListUserSessionsView,
            _("Devices"),
            template="devices",
            introduction=_("Where you are signed in at present."),
        ),
        name="usersessions_list",
    ),
    path("daten/", views.personal_data, name="account_data"),
    path("daten/herunterladen/", views.export, name="account_data_export"),
    path("daten/loeschen/", views.erase, name="account_erase"),
    path(
        "daten/loeschen/bestaetigen/<str:token>/",
        views.confirm_erasure,
        name="account_erasure_confirm",
    ),
    path(
        "daten/loeschen/abbrechen/<str:token>/",
        views.cancel_erasure,
        name="account_erasure_cancel",
    ),
    path("daten/behalten/", views.keep_account, name="account_keep"),
]

connected_sign_ins = [
    path(
        "verbunden/",
        page(connected.ConnectionsView, _("Connected sign-ins"), template="connected"),
        name="socialaccount_connections",
    ),
    path(
        "verbunden/registrieren/",
        page(
            connected.SignupView,
            _("One step is still to do"),
            introduction=_("Check your e-mail address; then your account is ready."),
            label=_("Register"),
        ),
        name="socialaccount_signup",
    ),
    path(
        "verbunden/abgebrochen/",
        page(
            connected.LoginCancelledView,
            _("You did not sign in"),
            template="words",
            introduction=_("You stopped on the way. You can start again or use another way."),
            entrance=True,
        ),
        name="socialaccount_login_cancelled",
    ),
    path(
        "verbunden/fehler/",
        page(
            connected.LoginErrorView,
            _("That did not work"),
            template="words",
            introduction=_("The other site did not let us sign you in. Please use another way."),
            entrance=True,
        ),
        name="socialaccount_login_error",
    ),
]

urlpatterns = [
    *own_pages,
    *sign_in,
    *addresses_and_passwords,
    *second_factors,
    *connected_sign_ins,
]
