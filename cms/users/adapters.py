"""Where django-allauth asks how this site does things."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cms.core.sealed import seal, unseal
from cms.core.sites import site_name
from cms.users import landing, mails
from cms.users.models import User

SECOND_FACTOR = b"second-factor"
# Words in place of django-allauth's own, which the site could not translate into easy language.
MESSAGES = {
    "account/messages/logged_in.txt": gettext_lazy("You are signed in."),
    "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
    "account/messages/email_confirmed.txt": gettext_lazy("The address %(email)s is confirmed."),
    "account/messages/email_deleted.txt": gettext_lazy("The address %(email)s is removed."),
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("You have new recovery codes."),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy(
        "All other devices are signed out."
    ),
}

# The page that these lead to says so itself; only a further code is worth a message.
CODE_SENT = {
    "account/messages/login_code_sent.txt",
    "account/messages/email_confirmation_sent.txt",
}

AGAIN = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use an authenticator app or a recovery code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
    "code": gettext_lazy("Use a code that we send you by e-mail"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Mails through the queue, words of our own, redirects within this host alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "duplicate_email": gettext_lazy("This is already the address of your account."),
        "email_password_mismatch": gettext_lazy("Address and password do not match."),
        "email_taken": gettext_lazy("This address cannot be used. Choose another one."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_code": gettext_lazy("This code is not right, or it has run out."),
        "incorrect_password": gettext_lazy("This password is not right."),
        "invalid_password_reset": gettext_lazy("This link is not valid any more."),
        "rate_limited": gettext_lazy("Please wait a moment before you try again."),
        "too_many_login_attempts": gettext_lazy(
            "That were too many tries. Wait five minutes, or sign in by a code that we send you."
        ),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter of that name in the language of the page that asked for it."""
        name = template_prefix.rpartition("/")[2]
        language = get_language() or settings.LANGUAGE_CODE
        mails.send(name, to=email, language=language, context=context)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words where we have some."""
        if message_template in CODE_SENT:
            if request.POST.get("action") != "resend":
                return
            message = _("We have sent you a new code.")
        # Said so only of codes by e-mail; who is told to sign in by one has just tried to.
        if message == self.error_messages["too_many_login_attempts"]:
            message = _("That were too many wrong codes. Have a new one sent to you.")
        words = MESSAGES.get(message_template or "")
        if words and not message:
            message = str(words) % (message_context or {})
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Remember the language somebody registered in."""
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """The ways to show once more who one is, in our words."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and not methods:
            methods = [{"id": "code", "url": reverse("account_reauthenticate_by_code")}]
        for method in methods:
            method["description"] = AGAIN[method["id"]]
        return methods

    def is_safe_url(self, url: str) -> bool:
        """Whether a redirect stays on the host that was asked; other hosts of ours do not count."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={host}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where the person begins, unless a page was asked for."""
        return landing.url_for(request.user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language that was read."""
        return reverse("wagtail_serve", args=[""])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the account; whoever is not signed in is asked to."""
        return reverse("account_overview")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names as the site has them; secrets encrypted, so that a stolen database gives no codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """What the database keeps of a secret."""
        return seal(text, purpose=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises InvalidToken when no key fits."""
        return unseal(encrypted_text, purpose=SECOND_FACTOR)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """A passkey's first name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        """The name in authenticator apps and on passkeys."""
        return site_name()


def take_as_proof(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Ask nobody again who has just set up an app or a passkey: the same code would be refused."""
    record_authentication(request, user, method="mfa", reauthenticated=True)
