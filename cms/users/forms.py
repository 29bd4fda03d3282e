"""django-allauth's forms with the site's labels and hints, and the site's own.

The forms' logic stays what it is; only words and the attributes of their controls are ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cms.users.models import User

CODE_ATTRIBUTES = {
    "autocomplete": "one-time-code",
    "autocapitalize": "characters",
    "spellcheck": "false",
}
LONGEST_ADDRESS = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
TOO_MANY_CODES = _(
    "That were too many wrong codes. Wait five minutes, then type the code that your app shows by "
    "then, or an unused recovery code."
)
TOO_MANY_PASSWORDS = _(
    "That were too many wrong passwords. Wait five minutes before you try again. If you have "
    "forgotten the password, sign out and choose a new one."
)
TOO_MANY_MAILS = _(
    "We have sent several e-mails there already. Look at the newest one, or wait a minute."
)
PASSWORD_HINT = _("At least 12 characters. Several words in a row are easy to remember.")


class Worded:
    """Labels and hints of a form's fields by name; placeholders go, since they vanish on typing."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name == "code":
                field.widget.attrs.update(CODE_ATTRIBUTES)
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(LONGEST_ADDRESS))


class LoginForm(Worded, account.LoginForm):
    """Address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password")}


class SignupForm(Worded, account.SignupForm):
    """Address and, for those who want one, a password."""

    labels = {"email": _("E-mail address"), "password1": _("Password")}
    hints = {
        "email": _("We send a code there, and nothing else unless you ask for it."),
        "password1": _(
            "You can leave this empty and sign in with a code by e-mail each time. "
            "A password has at least 12 characters."
        ),
    }


@contextmanager
def _patience(words: Any) -> Iterator[None]:
    """Say in these words what helps after too many tries; the sign-in's advice would not."""
    try:
        yield
    except forms.ValidationError as error:
        if error.code != "too_many_login_attempts":
            raise
        raise forms.ValidationError(words, code=error.code) from error


class RequestCodeForm(Worded, account.RequestLoginCodeForm):
    """Where to send a code."""

    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """The address. Raises ValidationError."""
        with _patience(TOO_MANY_MAILS):
            return super().clean_email()


class LoginCodeForm(Worded, account.ConfirmLoginCodeForm):
    """The code that was sent."""

    labels = {"code": _("Code from the e-mail")}
    hints = {"code": _("Eight letters; capitals and dashes do not matter.")}


class AddressCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""

    labels = LoginCodeForm.labels
    hints = LoginCodeForm.hints


class NewAddressForm(Worded, account.AddEmailForm):
    """Another address for the account."""

    labels = {"email": _("New e-mail address")}
    hints = {"email": _("We send a code there. Until you type it in, the old address counts.")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """Another password."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Worded, account.SetPasswordForm):
    """The first password of an account."""

    labels = {"password1": _("Password"), "password2": _("Password again")}
    hints = {"password1": PASSWORD_HINT}


class ForgottenPasswordForm(Worded, account.ResetPasswordForm):
    """Where to send the link for a new password."""

    labels = RequestCodeForm.labels


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):
    """The password in place of a forgotten one."""

    labels = {"password1": _("New password"), "password2": _("New password again")}
    hints = {"password1": PASSWORD_HINT}


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    """The password before something that matters."""

    labels = {"password": _("Password")}

    def clean_password(self) -> str:
        """The password. Raises ValidationError."""
        with _patience(TOO_MANY_PASSWORDS):
            return super().clean_password()


class FewTries:
    """Says what helps after too many wrong codes."""

    def clean_code(self) -> str:
        """The code. Raises ValidationError."""
        with _patience(TOO_MANY_CODES):
            return super().clean_code()  # type: ignore[misc]


class SecondFactorForm(FewTries, Worded, factor.AuthenticateForm):
    """The second factor at sign-in."""

    labels = {"code": _("Code")}
    hints = {"code": _("From your authenticator app, or one of your recovery codes.")}


class SecondFactorAgainForm(FewTries, Worded, factor.ReauthenticateForm):
    """The second factor before something that matters."""

    labels = SecondFactorForm.labels
    hints = SecondFactorForm.hints


class ActivateAppForm(Worded, totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

    labels = {"code": _("Code from the app")}
    hints = {"code": _("Six digits")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class Sound:
    """Refuses a passkey's answer that is not even one; the libraries below stumble over some."""

    def clean_credential(self) -> Any:
        """What the answer holds. Raises ValidationError for whatever a browser would not send."""
        with _in_words(), _patience(TOO_MANY_CODES):
            parent: Any = super()
            clean = getattr(parent, "clean_credential", None)
            return clean() if clean else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    def clean(self) -> Any:
        """The same for a new passkey, which is read here."""
        with _in_words():
            return super().clean()  # type: ignore[misc]


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class LoginPasskeyForm(Sound, webauthn.LoginWebAuthnForm):
    """A passkey alone."""


class SecondPasskeyForm(Sound, webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAgainForm(Sound, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


class AddPasskeyForm(Sound, Worded, webauthn.AddWebAuthnForm):
    """A further passkey."""

    labels = {
        "name": _("Name of the passkey"),
        "passwordless": _("Sign in with it alone, without password or code"),
    }
    hints = {"name": _("So that you know it again, for example “telephone”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class SignupPasskeyForm(Sound, Worded, webauthn.SignupWebAuthnForm):
    """The passkey of a new account."""

    labels = {"name": _("Name of the passkey")}
    hints = AddPasskeyForm.hints


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": _("Name of the passkey")}


class ProfileForm(forms.ModelForm):
    """What a person says about themselves."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "language": _("Language of our e-mails"),
        }
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
