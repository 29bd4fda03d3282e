"""Verbs about what only the office may change: the bank account, register and tax papers."""

from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.wishlist.domain import files, institution_letters
from participation.wishlist.domain.rules import NotAllowedError, locked, note
from participation.wishlist.models import ChangeRequest, Institution
from participation.wishlist.models.institutions import ChangeKind, receipts_until

BANK = ("iban", "account_holder")
PAPERS = (
    "name",
    "legal_form",
    "register_number",
    "register_court",
    "tax_status",
    "tax_office",
    "tax_number",
    "tax_notice_on",
    "tax_period",
    "tax_purposes",
)
DATES = ("tax_notice_on",)


def ask(
    *,
    institution: Institution,
    kind: str,
    values: dict[str, Any],
    by: User,
    paper: File | None = None,
) -> ChangeRequest:
    """Enter another account or newer papers; what was entered and not decided is replaced.

    Before the institution is verified nothing is in force yet, and the values are taken at once.
    Every owner hears of it by mail, so that one who did not do it can object.
    """
    with transaction.atomic():
        institution = locked(institution)
        open_ones = institution.change_requests.filter(kind=kind, decided_at=None)
        open_ones.update(decided_at=timezone.now(), accepted=False, reason=_("Replaced."))
        request = ChangeRequest.objects.create(
            institution=institution,
            kind=kind,
            data={name: _stored(value) for name, value in values.items()},
            document=files.keep_paper(file=paper, by=by) if paper else None,
            by=by,
        )
        if institution.verified_at is None:
            _apply(request)
            note(request, accepted=True, decided_at=timezone.now())
        else:
            institution_letters.change_entered(request=request)
    return request


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def values_of(request: ChangeRequest) -> dict[str, Any]:
    """The entered values as the models take them."""
    return {
        name: date.fromisoformat(value) if name in DATES and value else value
        for name, value in request.data.items()
    }


def accept(*, request: ChangeRequest, by: User) -> ChangeRequest:
    """The office has checked it: it is in force from now on."""
    with transaction.atomic():
        request = _open(request)
        _apply(request)
        note(request, accepted=True, decided_at=timezone.now(), decided_by=by)
        institution_letters.change_decided(request=request)
    return request


def refuse(*, request: ChangeRequest, by: User, reason: str) -> ChangeRequest:
    """The office does not take it over; nothing changes."""
    with transaction.atomic():
        request = _open(request)
        note(request, accepted=False, decided_at=timezone.now(), decided_by=by, reason=reason)
        institution_letters.change_decided(request=request)
    return request


def _open(request: ChangeRequest) -> ChangeRequest:
    found = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if found.decided_at is not None:
        raise NotAllowedError(_("This has been decided already."))
    return found


def _apply(request: ChangeRequest) -> None:
    values, institution = values_of(request), request.institution
    if request.kind == ChangeKind.BANK:
        note(institution.receiver, **values)
        return
    until = receipts_until(values["tax_status"], values["tax_notice_on"])
    note(institution, tax_valid_until=until, **values)
    if request.document is not None:
        note(institution, tax_document=request.document)
    note(institution.receiver, name=institution.name)
