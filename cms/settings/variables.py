"""Every environment variable the platform reads, declared once.

The settings read through :func:`value`; ``make readme`` writes the README's table from the same
list, so that the table cannot go stale.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One environment variable: its default outside production and what it decides."""

    name: str
    default: str
    meaning: str
    required: bool = False


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "",
        "PostgreSQL 15 or newer, `postgresql://user:password@host:5432/name`. "
        "Unset outside production: the embedded server in `var/` is started.",
        required=True,
    ),
    Variable("SECRET_KEY", "", "Key for sessions and signed links, 50 characters or more.", True),
    Variable("ALLOWED_HOSTS", "", "Host names the site answers to, separated by commas.", True),
    Variable(
        "BASE_URL",
        "http://127.0.0.1:8000",
        "Public address, used in mails, feeds and meta data.",
        True,
    ),
    Variable(
        "EMAIL_URL",
        "",
        "`smtp+tls://user:password@host:587`. Unset outside production: mails are written to "
        "`var/mail/`.",
        True,
    ),
    Variable("EMAIL_FROM", "webseite@example.org", "Sender address of every mail."),
    Variable(
        "CACHE_URL",
        "locmemcache://",
        "`rediss://host:6379/0` (Valkey or Redis) when several hosts share a cache.",
    ),
    Variable(
        "MQTT_URL",
        "",
        "Broker of the devices, `mqtt://user:password@host:1883` or `mqtts://…`; "
        "`?ca=/path/ca.pem` names a certification authority of your own. "
        "Unset in `make run`: a broker is started.",
    ),
    Variable(
        "CALENDAR_INTERNAL_ORIGINS",
        "",
        "Servers of the house whose calendars institutions may bring along, such as "
        "`https://cloud.stadt.example`, separated by commas. All others must be public.",
    ),
    Variable(
        "STREAM_URL",
        "",
        "Where live values are streamed from, when the proxy does not lead `/live/stream/` to the "
        "stream process itself; `make run` sets it.",
    ),
    Variable("THEME", "default", "Folder below `themes/` that is laid over `themes/default/`."),
    Variable("VAR_DIR", "var", "Folder of everything that a start outside production makes."),
    Variable(
        "MEDIA_ROOT",
        "",
        "Folder of uploaded pictures and documents. Unset: `media` below `VAR_DIR`.",
    ),
    Variable(
        "STATIC_ROOT", "", "Folder that `collectstatic` fills. Unset: `static` below `VAR_DIR`."
    ),
    Variable("LOG_LEVEL", "INFO", "Least severe level that is logged."),
    Variable("DATABASE_POOL_SIZE", "4", "Kept connections to PostgreSQL for each process."),
    Variable(
        "PAGE_CACHE_MEGABYTES", "64", "Memory of each web process for whole pages; 0 keeps none."
    ),
    Variable("ENQUIRY_RETENTION_DAYS", "365", "Days after which answered enquiries are deleted."),
    Variable("NOTICE_RETENTION_DAYS", "365", "Days after which mailed notices are deleted."),
    Variable(
        "UNCONFIRMED_ACCOUNT_DAYS",
        "7",
        "Days after which an account whose address was never confirmed is deleted.",
    ),
    Variable(
        "ERASURE_COOLING_OFF_DAYS",
        "14",
        "Days between the confirmed wish to erase an account and the erasure.",
    ),
    Variable(
        "TRUSTED_PROXY_COUNT",
        "1",
        "Reverse proxies in front of the site that append to `X-Forwarded-For`; "
        "tries to sign in are counted by the address they report.",
    ),
    Variable(
        "OIDC_SERVER_URL",
        "",
        "Address of an OpenID Connect server (the city's single sign-on, BundID); "
        "its button then stands beside the other ways to sign in.",
    ),
    Variable("OIDC_CLIENT_ID", "", "This site's name at the OpenID Connect server."),
    Variable("OIDC_CLIENT_SECRET", "", "This site's secret at the OpenID Connect server."),
    Variable("OIDC_NAME", "Servicekonto", "What people call that way to sign in."),
    Variable(
        "STRIPE_API_KEY",
        "",
        "Secret or restricted key of Stripe; without one no money is taken. "
        "Unset in `make run`: donations go to a simulator.",
    ),
    Variable("STRIPE_API_BASE", "https://api.stripe.com", "Where Stripe's API is spoken to."),
    Variable(
        "STRIPE_WEBHOOK_SECRETS",
        "",
        "Signing secrets of the webhook endpoint, separated by commas, so that one can be replaced "
        "without losing a message. Needed where `STRIPE_API_KEY` is set.",
    ),
    Variable(
        "CHECKOUT_ORIGINS",
        "https://checkout.stripe.com,https://connect.stripe.com",
        "Where forms may lead for paying and for being paid, separated by commas; other origins "
        "are refused by browsers. `make run` without `STRIPE_API_KEY` sets the simulator's.",
    ),
    Variable(
        "PORT",
        "8000",
        "Port of `make run`. Simulated payments are 1000 above it, the broker 2000 and live values "
        "3000, or at the next free port.",
    ),
)

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def value(name: str) -> str:
    """The variable's value, or its default when it is unset or empty. KeyError if undeclared."""
    return os.environ.get(name) or _BY_NAME[name].default


def missing(names: tuple[str, ...] | None = None) -> list[str]:
    """Names of the required variables that are unset or empty, in the order of declaration."""
    wanted = [v.name for v in VARIABLES if v.required and (names is None or v.name in names)]
    return [name for name in wanted if not os.environ.get(name)]
