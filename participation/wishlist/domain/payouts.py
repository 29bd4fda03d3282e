"""Verbs about paying institutions: what must be told first, the bank's file, what became of it."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from crowdfunding_lite import domain as money
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Campaign, Payout, PayoutMethod, PayoutState
from crowdfunding_lite.queries import totals
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.jobs import enqueue
from cms.users.models import User
from participation.wishlist.bank import pain001
from participation.wishlist.domain.rules import note
from participation.wishlist.models import BankFile, OfficeSettings, Wish, WishUpdate
from participation.wishlist.queries.receipts import office_settings

MOST_IN_FILE = 500
FILE_LOCK = 0x776C66696C65
"""An advisory lock, so that two files never get one number."""


def why_not(campaign: Campaign) -> str:
    """Why nothing may be set aside now: people want to read first what the last payout did.

    A sentence for people, empty where it may be. Asked by crowdfunding_lite before each payout.
    """
    last = campaign.payouts.standing().order_by("-created_at").first()
    wish = Wish.objects.filter(campaign=campaign).first()
    if last is None or wish is None:
        return ""
    since = last.paid_at or last.created_at
    if WishUpdate.objects.public().filter(wish=wish, created_at__gt=since).exists():
        return ""
    return _("The institution has to write first what became of the last payout.")


def release_due() -> int:
    """Release what has been held long enough; how many. What may not go stays held."""
    due = Payout.objects.filter(state=PayoutState.HELD, hold_until__lte=timezone.localdate())
    released = 0
    for payout in due.order_by("pk"):
        try:
            money.release_payout(payout=payout)
        except NotAllowedError:  # the desk shows it with the reason
            continue
        released += 1
    return released


def send_by_provider(*, payout: Payout, by: User) -> None:
    """Have a job transfer a payout to the institution's account at the payment provider."""
    if payout.state != PayoutState.READY or payout.method != PayoutMethod.PROVIDER:
        raise NotAllowedError(_("This payout cannot be transferred now."))
    with transaction.atomic():
        note(payout, by=by)
        enqueue("wishlist.send_payout", payout_id=payout.pk)


def make_bank_file(*, payouts: Sequence[Payout], execute_on: date, by: User) -> BankFile:
    """Write ready payouts into one file; from then on they count as sent.

    Raises NotAllowedError where one is not ready, an IBAN is wrong, money has gone back since, or
    the settings do not say from which account is paid. Then nothing is written at all.
    """
    settings = office_settings()
    if not settings.payer_iban or not settings.payer_name:
        raise NotAllowedError(_("The settings do not say yet from which account is paid."))
    if not payouts or len(payouts) > MOST_IN_FILE:
        raise NotAllowedError(
            _("Choose between one and %(most)s payouts.") % {"most": MOST_IN_FILE}
        )
    if execute_on < timezone.localdate():
        raise NotAllowedError(_("A bank executes nothing in the past."))
    with transaction.atomic():
        message_id = _next_message_id()
        sent = [_send(payout, message_id) for payout in sorted(payouts, key=lambda each: each.pk)]
        xml = _write(settings, message_id, execute_on, sent)
        return BankFile.objects.create(
            message_id=message_id,
            execute_on=execute_on,
            count=len(sent),
            cents=sum(payout.cents for payout in sent),
            xml=xml,
            sha256=sha256(xml).hexdigest(),
            by=by,
        )


def _next_message_id() -> str:
    """``WL-2026-0007``: the year and how many files it has seen, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILE_LOCK])
    begin = f"WL-{timezone.localdate().year}-"
    last = BankFile.objects.filter(message_id__startswith=begin).order_by("-message_id")
    newest = last.values_list("message_id", flat=True).first()
    number = int(newest.removeprefix(begin)) + 1 if newest else 1
    return f"{begin}{number:04d}"


def _send(payout: Payout, message_id: str) -> Payout:
    if payout.method != PayoutMethod.BANK:
        raise NotAllowedError(_("%(payout)s is not paid by bank.") % {"payout": payout.campaign})
    sent = money.send_payout(payout=payout, batch=message_id)
    if totals(sent.campaign).available_cents < 0:
        raise NotAllowedError(
            _("Money of “%(title)s” has gone back since; cancel the payout and plan it anew.")
            % {"title": sent.campaign}
        )
    return sent


def _write(
    settings: OfficeSettings, message_id: str, execute_on: date, payouts: Sequence[Payout]
) -> bytes:
    payer = pain001.Account(settings.payer_name, settings.payer_iban, settings.payer_bic)
    order = pain001.Order(
        message_id=message_id,
        made_at=timezone.localtime().replace(tzinfo=None),
        execute_on=execute_on,
        payer=payer,
        transfers=[_transfer(payout) for payout in payouts],
    )
    try:
        return pain001.write(order)
    except ValueError as error:
        raise NotAllowedError(
            _("The bank would not take this file: %(why)s") % {"why": error}
        ) from error


def _transfer(payout: Payout) -> pain001.Transfer:
    receiver = payout.receiver
    return pain001.Transfer(
        to=pain001.Account(receiver.account_holder or receiver.name, receiver.iban),
        cents=payout.cents,
        end_to_end=payout.reference,
        text=f"Digitale Wunschliste: {payout.campaign.title}",
    )


def give_to_bank(*, file: BankFile) -> BankFile:
    """Somebody has handed the file to the bank."""
    with transaction.atomic():
        file = _open_file(file)
        note(file, sent_at=timezone.now())
    return file


def withdraw_bank_file(*, file: BankFile, by: User) -> BankFile:
    """The file never goes to the bank; its payouts fail and their sums are open again."""
    with transaction.atomic():
        file = _open_file(file)
        note(file, withdrawn_at=timezone.now())
        for payout in payouts_of(file).filter(state=PayoutState.SENT):
            money.fail_payout(payout=payout, failure=_("The bank file was withdrawn."), by=by)
    return file


def _open_file(file: BankFile) -> BankFile:
    file = BankFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if not file.is_open:
        raise NotAllowedError(_("This file has been dealt with already."))
    return file


def confirm_bank_file(*, file: BankFile, by: User) -> int:
    """The statement shows every payment of the file; how many became paid."""
    if file.sent_at is None:
        raise NotAllowedError(_("This file has not been given to the bank."))
    paid = 0
    with transaction.atomic():
        for payout in payouts_of(file).filter(state=PayoutState.SENT).order_by("campaign", "pk"):
            money.confirm_payout(payout=payout, by=by)
            paid += 1
    return paid


def payouts_of(file: BankFile) -> QuerySet[Payout]:
    """The payouts written into a file."""
    return Payout.objects.filter(batch=file.message_id).select_related("campaign", "receiver")
