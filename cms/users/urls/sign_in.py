"""Signing in and out, registering, showing once more who one is."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkey
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cms.users import again
from cms.users.codes import told_why
from cms.users.urls.page import page

urlpatterns = [
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
        told_why(
            page(
                account.ConfirmLoginCodeView,
                _("Enter the code"),
                template="code",
                label=_("Sign in"),
            )
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
        "bestaetigen/code/",
        page(again.AgainByCodeView, _("Is it you?"), template="code", label=_("Go on")),
        name="account_reauthenticate_by_code",
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
