"""Settings of sign-in and of personal data; django-allauth does the work.

The reasons are in docs/decisions/, running it in docs/operations.md.
"""

from urllib.parse import urlsplit

from cms.settings.variables import value

AUTH_USER_MODEL = "users.User"
# It checks rights too: it is Django's own backend with the address in place of a user name.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 12}}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_overview"

# --- Who may come in, and how -------------------------------------------------------------------
ACCOUNT_ADAPTER = "cms.users.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The password is optional: whoever has none signs in by a code or a passkey.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "cms.users.models.display_name"
ACCOUNT_FORMS = {
    name: f"cms.users.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "request_login_code": "RequestCodeForm",
        "confirm_login_code": "LoginCodeForm",
        "confirm_email_verification_code": "AddressCodeForm",
        "add_email": "NewAddressForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ForgottenPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "reauthenticate": "PasswordAgainForm",
    }.items()
}
# Beside django-allauth's own limits; counted in the cache "shared", by all processes together.
ACCOUNT_RATE_LIMITS = {
    "export_data": "10/h/user",
    "request_erasure": "5/h/user",
    "code_again": "6/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(value("TRUSTED_PROXY_COUNT"))

# --- Second factor ------------------------------------------------------------------------------
MFA_ADAPTER = "cms.users.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# One step of 30 seconds either way, for telephones whose clock is a little off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    name: f"cms.users.forms.{form}"
    for name, form in {
        "authenticate": "SecondFactorForm",
        "reauthenticate": "SecondFactorAgainForm",
        "activate_totp": "ActivateAppForm",
        "add_webauthn": "AddPasskeyForm",
        "signup_webauthn": "SignupPasskeyForm",
        "edit_webauthn": "RenamePasskeyForm",
        "login_webauthn": "LoginPasskeyForm",
        "authenticate_webauthn": "SecondPasskeyForm",
        "reauthenticate_webauthn": "PasskeyAgainForm",
    }.items()
}
# People with access to the admin need a second factor; the demo's accounts do without.
DEMO = False

# --- The city's own sign-in (OpenID Connect), when it is configured -----------------------------
SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {}
# Browsers hold a form's redirects to the content policy, too; the button to sign in is a form.
OIDC_ORIGINS: list[str] = []
if value("OIDC_SERVER_URL"):
    OIDC_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(value("OIDC_SERVER_URL")))]
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": value("OIDC_NAME"),
                "client_id": value("OIDC_CLIENT_ID"),
                "secret": value("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": value("OIDC_SERVER_URL")},
            }
        ],
    }
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# --- Wagtail leaves addresses and passwords to the account pages --------------------------------
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# --- Retention ----------------------------------------------------------------------------------
ENQUIRY_RETENTION_DAYS = int(value("ENQUIRY_RETENTION_DAYS"))
NOTICE_RETENTION_DAYS = int(value("NOTICE_RETENTION_DAYS"))
ERASURE_COOLING_OFF_DAYS = int(value("ERASURE_COOLING_OFF_DAYS"))
ERASURE_LINK_HOURS = 24
UNCONFIRMED_ACCOUNT_DAYS = int(value("UNCONFIRMED_ACCOUNT_DAYS"))
