"""Verbs: what can be done with an account."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core import privacy
from cms.users import mails, queries
from cms.users.models import ErasureRequest, User

LAST_ADMINISTRATOR = gettext_lazy(
    "This is the only account that can manage accounts. Make somebody else an administrator first."
)
CONFIRM, CANCEL = "confirm", "cancel"


def create_account(*, email: str, password: str = "", **fields: Any) -> User:
    """A new account whose address counts as confirmed, as the demo and importers need it."""
    make = User.objects.create_superuser if fields.pop("admin", False) else User.objects.create_user
    with transaction.atomic():
        user = make(email, password or None, **fields)
        set_address(user=user, email=email)
    return user


def account_of_proven_address(*, email: str, language: str) -> User:
    """The account of somebody who has just pressed a link mailed to that address, or a new one.

    It signs nobody in. An account that never proved the address may have been made by somebody
    else, so its password, second factors and sessions go. Raises PermissionDenied for a closed one.
    """
    email = email.lower()
    with transaction.atomic():
        # One at a time for an address, also while there is no row to lock.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [email])
        proven = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
        user = proven.user if proven else User.objects.filter(email__iexact=email).first()
        if user is None:
            return create_account(email=email, language=language)
        if not user.is_active:
            raise PermissionDenied
        if proven is None and not EmailAddress.objects.filter(user=user, verified=True).exists():
            _take_over(user, email)
    return user


def _take_over(user: User, email: str) -> None:
    """Give an account that nobody has confirmed to whoever reads its address.

    One that an administrator made keeps its password: it has no address record before it signs in.
    """
    if EmailAddress.objects.filter(user=user).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user=user)
    set_address(user=user, email=email)


def set_address(*, user: User, email: str) -> None:
    """Make an address the only one of an account, confirmed; others can no longer sign in to it."""
    email = email.lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        User.objects.filter(pk=user.pk).update(email=email)


def forget_other_addresses(*, user: User) -> int:
    """Drop the addresses an account had before an administrator gave it another; their number.

    The new one is confirmed by a code when it is first used.
    """
    dropped, _per_model = EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    return dropped


def tell_old_address(*, user: User, old: str) -> bool:
    """Write to the address an account had before somebody of the office gave it another."""
    if not old or old.lower() == user.email.lower():
        return False
    context = {"from_email": old, "to_email": user.email}
    mails.send("email_changed", to=old, language=user.language, context=context)
    return True


def reset_second_factor(*, user: User) -> int:
    """Take away app, passkeys and recovery codes and end all sessions; the number taken away.

    For somebody who has lost them all and whom the administrator has recognised.
    """
    with transaction.atomic():
        removed, _per_model = Authenticator.objects.filter(user=user).delete()
        end_sessions(user=user)
        mails.notify(user, "second_factor_reset")
    return removed


def end_sessions(*, user: User) -> None:
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def request_erasure(*, user: User) -> ErasureRequest:
    """Send the link that confirms the wish. ValidationError for the last administrator.

    Asking again sends a new link and makes the old one worthless; a confirmed wish stays as it is.
    """
    with transaction.atomic():
        ensure_not_last_administrator(user)
        standing = ErasureRequest.objects.select_for_update().filter(user=user).first()
        if standing and standing.confirmed_at:
            return standing
        if standing:
            standing.delete()
        request = ErasureRequest.objects.create(user=user)
        mails.notify(user, "erasure_confirm", url=_link(request, CONFIRM))
    return request


def ensure_not_last_administrator(user: User) -> None:
    """Raise ValidationError when nobody else could manage accounts. Locks the administrators' rows,
    so that the last two cannot leave at the same moment."""
    administrators = list(queries.administrators().order_by("pk").select_for_update())
    if [person.pk for person in administrators] == [user.pk]:
        raise ValidationError(
            _(
                "You are the only person who can manage accounts. Make somebody else an "
                "administrator first; then your account can be erased."
            )
        )


@transaction.atomic
def erasure_refusal(user: User) -> str:
    """Why the account cannot be erased, in words; empty when it can."""
    try:
        ensure_not_last_administrator(user)
    except ValidationError as error:
        return str(error.message)
    return ""


def _link(request: ErasureRequest, purpose: str) -> str:
    token = signing.dumps([request.pk, request.key], salt=f"erasure-{purpose}")
    with translation.override(request.user.language):
        return settings.BASE_URL + reverse(f"account_erasure_{purpose}", args=[token])


def erasure_of_link(token: str, purpose: str) -> ErasureRequest | None:
    """The request a link is for; None when it is forged, too old, or worthless by now."""
    age = (
        timedelta(hours=settings.ERASURE_LINK_HOURS)
        if purpose == CONFIRM
        else timedelta(days=settings.ERASURE_COOLING_OFF_DAYS)
    )
    try:
        pk, key = signing.loads(token, salt=f"erasure-{purpose}", max_age=age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    confirmed = purpose == CANCEL
    return (
        ErasureRequest.objects.filter(pk=pk, key=key, confirmed_at__isnull=not confirmed)
        .select_related("user")
        .first()
    )


def confirm_erasure(*, request: ErasureRequest) -> ErasureRequest:
    """Start the cooling-off time. ValidationError for the last administrator."""
    with transaction.atomic():
        ensure_not_last_administrator(request.user)
        won = ErasureRequest.objects.filter(pk=request.pk, confirmed_at=None)
        if won.update(confirmed_at=timezone.now()):
            request.refresh_from_db()
            mails.notify(
                request.user,
                "erasure_planned",
                url=_link(request, CANCEL),
                date=_day(request.due_at, request.user.language),
            )
    return request


def _day(moment: Any, language: str) -> str:
    with translation.override(language):
        return date_format(timezone.localtime(moment), "DATE_FORMAT")


def cancel_erasure(*, request: ErasureRequest) -> None:
    """Forget the wish; the account stays as it is."""
    with transaction.atomic():
        mails.notify(request.user, "erasure_cancelled")
        request.delete()


def carry_out_erasure(*, request: ErasureRequest) -> bool:
    """Erase an account whose time has come; False when that makes the last administrator leave.

    Refused, the wish is forgotten and the person is told.
    """
    user = request.user
    try:
        with transaction.atomic():
            ensure_not_last_administrator(user)
            mails.notify(user, "erasure_done")
            erase_account(user=user)
    except ValidationError:
        with transaction.atomic():
            mails.notify(user, "erasure_refused")
            request.delete()
        return False
    return True


def erase_account(*, user: User) -> User:
    """Take the person out of the account and of all data at once; what others built on stays.

    The row stays too, without name or address, since pages, revisions and log entries point to it.
    ValidationError for the last administrator.
    """
    with transaction.atomic():
        ensure_not_last_administrator(user)
        privacy.erase(user)
        user.refresh_from_db()
    return user


def delete_never_confirmed() -> int:
    """Delete accounts nobody has confirmed the address of in time; their number.

    Nobody can have built on them: without a confirmed address nobody signs in.
    """
    deleted = 0
    for user in queries.never_confirmed():
        user.delete()
        deleted += 1
    return deleted


def delete_unconfirmed_requests() -> int:
    """Delete wishes to erase whose link has run out; their number."""
    limit = timezone.now() - timedelta(hours=settings.ERASURE_LINK_HOURS)
    deleted, _per_model = ErasureRequest.objects.filter(
        confirmed_at=None, requested_at__lt=limit
    ).delete()
    return deleted


def forget_ended_sessions() -> int:
    """Delete what is kept about devices whose session is over; their number."""
    ended = UserSession.objects.exclude(
        session_key__in=Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    )
    return ended.delete()[0]
