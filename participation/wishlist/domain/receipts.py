"""Verbs about receipts: issue each donation's once, number them without gaps, make them void."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Donation, Donor
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from participation.wishlist.domain.receipt_data import canonical_hash, data_for, day_of
from participation.wishlist.domain.rules import note
from participation.wishlist.models import (
    Institution,
    Issuer,
    OfficeSettings,
    Receipt,
    ReceiptFile,
    ReceiptItem,
    ReceiptKind,
    ReceiptSeries,
)
from participation.wishlist.queries import receipts as queries
from participation.wishlist.receipts.document import make_pdf


def issue(
    *,
    kind: str,
    donations: Sequence[Donation],
    donor: Donor | None = None,
    by: User | None = None,
    today: date | None = None,
) -> Receipt:
    """Issue one paper for donations to one institution, in one transaction with its PDF.

    It names ``donor``, or else the newest one with an address. A slip that a full receipt replaces
    becomes void. Asked again for a donation that has the same paper, gives that one. Raises
    NotAllowedError with a sentence for people: money went back, the institution's papers are too
    old, an address is missing, another receipt is there.
    """
    today = today or timezone.localdate()
    try:
        with transaction.atomic():
            locked = _locked(donations)
            known = _known(kind, locked)
            named = donor or queries.donor_in(locked)
            return known or _issue(kind, locked, donor=named, by=by, today=today)
    except IntegrityError as error:
        raise NotAllowedError(_("Somebody has just issued this receipt.")) from error


def _locked(donations: Sequence[Donation]) -> list[Donation]:
    """The rows as settling locks them, so that no refund comes in between; the oldest first."""
    numbers = [donation.pk for donation in donations]
    rows = (
        Donation.objects.select_for_update(of=("self",))
        .filter(pk__in=numbers)
        .select_related("campaign__wish__institution", "donor")
        .order_by("pk")
    )
    return sorted(rows, key=lambda row: (row.paid_at or row.created_at, row.pk))


def _known(kind: str, donations: list[Donation]) -> Receipt | None:
    """The very paper asked for, where it is there already."""
    if kind == ReceiptKind.COLLECTIVE or len(donations) != 1:
        return None
    receipt = queries.valid_receipt_of(donations[0])
    return receipt if receipt and receipt.kind == kind else None


def _issue(
    kind: str, donations: list[Donation], *, donor: Donor | None, by: User | None, today: date
) -> Receipt:
    settings = queries.office_settings()
    institution = _check(kind, donations, donor, settings, today)
    issuer = None if settings.receipt_issuer == Issuer.CITY else institution
    _make_room(kind, donations)
    data = data_for(kind=kind, donations=donations, donor=donor, settings=settings, today=today)
    number = None if kind == ReceiptKind.SIMPLE else _next_number(issuer, today.year)
    data["number"] = f"{today.year}-{number:05d}" if number else ""
    receipt = Receipt.objects.create(
        institution=issuer,
        kind=kind,
        year=today.year,
        number=number,
        donor=donor,
        user=donations[-1].user,
        cents=sum(donation.settled_cents for donation in donations),
        data=data,
        data_hash=canonical_hash(data),
        issued_on=today,
        by=by,
    )
    ReceiptItem.objects.bulk_create(
        ReceiptItem(receipt=receipt, donation=each, cents=each.settled_cents, day=day_of(each))
        for each in donations
    )
    _keep_pdf(receipt, institution)
    return receipt


def _check(
    kind: str,
    donations: list[Donation],
    donor: Donor | None,
    settings: OfficeSettings,
    today: date,
) -> Institution:
    if not donations:
        raise NotAllowedError(_("There is nothing to confirm."))
    institutions = {queries.institution_of(donation) for donation in donations}
    if len(institutions) > 1:
        raise NotAllowedError(_("One receipt is for donations to one institution."))
    institution = institutions.pop()
    reasons = [queries.why_not_donation(donation) for donation in donations]
    reasons.append(queries.why_not_issuer(institution, settings, today))
    reasons += [queries.why_not_yet(donation) for donation in donations]
    for reason in filter(None, reasons):
        raise NotAllowedError(reason)
    if kind == ReceiptKind.SIMPLE:
        _check_simple(donations)
    elif not queries.has_address(donor):
        raise NotAllowedError(_("A receipt needs the donor's name and address."))
    elif not all(_same_donor(donation, donations[-1]) for donation in donations):
        raise NotAllowedError(_("One receipt is for donations of one donor."))
    return institution


def _same_donor(one: Donation, other: Donation) -> bool:
    """By account, by row, or by what was typed: that much the office has looked at."""
    if one.donor_id == other.donor_id or (one.user_id and one.user_id == other.user_id):
        return True
    if one.donor is None or other.donor is None:
        return False
    return _typed(one.donor) == _typed(other.donor)


def _typed(donor: Donor) -> tuple[str, ...]:
    words = (donor.email, donor.name, donor.company)
    return tuple(word.strip().casefold() for word in words)


def _check_simple(donations: list[Donation]) -> None:
    if len(donations) != 1 or donations[0].settled_cents > queries.SIMPLE_LIMIT_CENTS:
        raise NotAllowedError(_("The simplified proof is for single donations up to 300 euros."))


def _make_room(kind: str, donations: list[Donation]) -> None:
    """Slips give way to full receipts; nothing else does."""
    standing = Receipt.objects.valid().filter(
        items__donation__in=[donation.pk for donation in donations], items__is_void=False
    )
    for receipt in standing.distinct().order_by("pk"):
        if receipt.kind != ReceiptKind.SIMPLE or kind == ReceiptKind.SIMPLE:
            raise NotAllowedError(
                _("This donation has been confirmed already: %(receipt)s.") % {"receipt": receipt}
            )
        _void(receipt, _("Replaced by a donation receipt."))


def _next_number(issuer: Institution | None, year: int) -> int:
    """The next number of a series; its row stays locked until the receipt is committed."""
    # get_or_create compares with NULL by "IS NULL" and survives two who make the row at once.
    ReceiptSeries.objects.get_or_create(institution=issuer, year=year)
    series = ReceiptSeries.objects.select_for_update().get(institution=issuer, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _keep_pdf(receipt: Receipt, institution: Institution) -> None:
    """Set the paper while the number is held: 20 ms, and no network."""
    signature = queries.signer_of(institution).signature if receipt.data["signature_hash"] else b""
    pdf = make_pdf(receipt.data | {"signature": list(signature)}, made_on=receipt.issued_on)
    ReceiptFile.objects.create(receipt=receipt, pdf=pdf, pdf_hash=sha256(pdf).hexdigest())


def complete_address(*, donation: Donation, words: dict[str, str]) -> None:
    """Take over the name and address a donor gives for a receipt.

    NotAllowedError once a full receipt names them: another one would have to be issued then.
    """
    with transaction.atomic():
        found = _locked([donation])[0]
        receipt = queries.valid_receipt_of(found)
        if receipt is not None and receipt.number:
            raise NotAllowedError(_("The receipt has been issued with this name and address."))
        donor = found.donor
        if donor is None or donor.shredded_at:
            raise NotAllowedError(_("We no longer know who gave this donation."))
        note(donor, **words)


def void(*, receipt: Receipt, reason: str, tell: bool = True) -> Receipt:
    """Make a receipt void and tell whoever has it. Nothing happens to one that is void already."""
    with transaction.atomic():
        receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
        if receipt.is_void:
            return receipt
        _void(receipt, reason)
        if tell and receipt.donor is not None:
            _tell_void(receipt, reason)
    return receipt


def _void(receipt: Receipt, reason: str) -> None:
    receipt.void_at, receipt.void_reason = timezone.now(), reason[:300]
    receipt.save(update_fields=["void_at", "void_reason"])
    receipt.items.update(is_void=True)


def _tell_void(receipt: Receipt, reason: str) -> None:
    donor = receipt.donor
    assert donor is not None  # noqa: S101 – narrows the type
    language = donor.language or "de"
    with translation.override(language):
        letter = Letter(
            subject=_("A donation receipt has become void"),
            paragraphs=[
                _("The receipt of %(day)s about %(amount)s may not be used any more.")
                % {"day": receipt.data["issued_on"], "amount": receipt.data["amount"]},
                _("The reason: %(reason)s") % {"reason": reason},
                _("Have you given it to the tax office? Then please tell them."),
            ],
            facts=[(_("Number"), receipt.shown_number or "–")],
        )
        send(letter, to=donor.email, language=language)


def money_went_back(*, donation: Donation, reason: str) -> None:
    """A refund or a dispute has begun: what confirmed the donation is void from now on."""
    standing = Receipt.objects.valid().filter(items__donation=donation, items__is_void=False)
    for receipt in standing.order_by("pk"):
        void(receipt=receipt, reason=reason)


def issue_for_year(*, year: int, today: date | None = None) -> int:
    """Issue what donors asked for and nobody has fetched, one paper a person; how many.

    Several donations to one institution stand on a collective receipt. Left out is what would have
    to be signed by hand; the office's list shows it.
    """
    groups: dict[tuple[int, Any], list[Donation]] = {}
    for donation in queries.wished_for().filter(paid_at__year=year):
        who = ("user", donation.user_id) if donation.user_id else ("donor", donation.donor_id)
        groups.setdefault((queries.institution_of(donation).pk, who), []).append(donation)
    return sum(_issue_group(group, today) for group in groups.values())


def _issue_group(donations: list[Donation], today: date | None) -> bool:
    settings, institution = queries.office_settings(), queries.institution_of(donations[0])
    if not queries.is_signed_by_machine(institution, settings):
        return False
    kind = ReceiptKind.COLLECTIVE if len(donations) > 1 else ReceiptKind.SINGLE
    try:
        with transaction.atomic():
            receipt = issue(kind=kind, donations=donations, today=today)
            _tell_issued(receipt)
    except NotAllowedError:  # it stays on the office's list, with the reason
        return False
    return True


def _tell_issued(receipt: Receipt) -> None:
    donor = receipt.donor
    assert donor is not None  # noqa: S101 – a receipt has been addressed to somebody
    language = donor.language or "de"
    with translation.override(language):
        letter = Letter(
            subject=_("Your donation receipt"),
            paragraphs=[
                _("Here is the receipt for your tax return: %(amount)s to %(institution)s.")
                % {"amount": receipt.data["amount"], "institution": receipt.data["issuer"][0]},
            ],
            links=[(_("Fetch the receipt"), reverse("wishlist:receipt_file", args=[receipt.key]))],
        )
        send(letter, to=donor.email, language=language)


def forget_old() -> int:
    """Delete receipts that the law no longer asks for; how many."""
    with transaction.atomic():
        old = Receipt.objects.old_enough_to_go()
        number = old.count()
        old.delete()
    return number
