"""Address and password."""

from allauth.account import views as account
from allauth.account.internal.decorators import login_not_required
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from cms.users import again
from cms.users.urls.page import page

urlpatterns = [
    path(
        "email/",
        again.required(
            page(
                account.EmailView,
                _("E-mail address"),
                template="email",
                introduction=_("You sign in with it, and we write to it."),
                label=_("Change the address"),
            )
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
        again.required(
            page(
                account.PasswordSetView,
                _("Set a password"),
                introduction=_("So far you sign in without one. With a password you need no code."),
                label=_("Set the password"),
            )
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
