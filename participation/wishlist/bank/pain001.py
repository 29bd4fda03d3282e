"""Credit transfers for the bank: ISO 20022 pain.001.001.09 as German banks take it.

Source: EPC132-08 (SEPA Credit Transfer, Customer-to-PSP Implementation Guidelines) and annex 3 of
the DFÜ agreement of the German banking industry (GBIC). One file is one collective order in euros.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as Xml

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MOST_CENTS = 99_999_999_999
LONGEST_ID, LONGEST_NAME, LONGEST_TEXT = 35, 70, 140
_ID = re.compile(r"[A-Za-z0-9+?(:).,'-](?:[A-Za-z0-9 +?/(:).,'-]{0,33}[A-Za-z0-9+?(:).,'-])?")
_SPELLED = {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "SS"}
_SPELLED |= {"&": "+", "–": "-", "—": "-", "’": "'", "„": "'", "“": "'", "”": "'", "Ø": "O"}
_SPELLED |= {"ø": "o", "Æ": "Ae", "æ": "ae", "Ł": "L", "ł": "l", "Œ": "Oe", "œ": "oe", "*": "."}
_FOREIGN = re.compile(r"[^A-Za-z0-9 /?:().,'+-]+")


@dataclass(frozen=True)
class Account:
    """Whose account it is. The BIC may be left out; banks derive it from the IBAN."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Transfer:
    """One payment; ``end_to_end`` comes back on the statement and tells which payout it was."""

    to: Account
    cents: int
    end_to_end: str
    text: str


@dataclass(frozen=True)
class Order:
    """All payments from one account on one day."""

    message_id: str
    made_at: datetime
    execute_on: date
    payer: Account
    transfers: Sequence[Transfer]


def plain(text: str, longest: int) -> str:
    """The text in letters every bank takes (EPC217-08): umlauts spelled out, the rest blanks."""
    spelled = "".join(_SPELLED.get(letter, letter) for letter in text)
    bare = unicodedata.normalize("NFKD", spelled)
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(_FOREIGN.sub(" ", bare).split())[:longest].strip()


def checked_iban(iban: str) -> str:
    """The IBAN without blanks. Raises ValueError where its length or check digits are wrong."""
    try:
        return str(IBAN(iban))
    except SchwiftyException as error:
        raise ValueError(f"No valid IBAN: {iban}") from error


def write(order: Order) -> bytes:
    """The file. Raises ValueError where a bank would refuse it, and names what is wrong."""
    _check(order)
    Xml.register_namespace("", NAMESPACE)
    document = Xml.Element(f"{{{NAMESPACE}}}Document")
    root = _add(document, "CstmrCdtTrfInitn")
    _header(root, order)
    _payment(root, order)
    Xml.indent(document)
    return Xml.tostring(document, encoding="UTF-8", xml_declaration=True)


def iban_in(file: bytes, end_to_end: str) -> str:
    """The account one transfer of a file written here goes to; empty where it has no such."""
    space = {"": NAMESPACE}
    for entry in Xml.fromstring(file).iterfind(".//CdtTrfTxInf", space):  # noqa: S314 – our own
        if entry.findtext("PmtId/EndToEndId", "", space) == end_to_end:
            return entry.findtext("CdtrAcct/Id/IBAN", "", space)
    return ""


def _check(order: Order) -> None:
    if not order.transfers:
        raise ValueError("An order needs at least one transfer.")
    _check_references([order.message_id, *(each.end_to_end for each in order.transfers)])
    for transfer in order.transfers:
        if not 0 < transfer.cents <= MOST_CENTS:
            raise ValueError(f"Not an amount to transfer: {transfer.cents} cents")
    for account in (order.payer, *(transfer.to for transfer in order.transfers)):
        checked_iban(account.iban)
        if not plain(account.name, LONGEST_NAME):
            raise ValueError("An account needs the name of its holder.")


def _check_references(references: Sequence[str]) -> None:
    for reference, times in Counter(references).items():
        if not _ID.fullmatch(reference) or "//" in reference:
            raise ValueError(f"Not a valid reference: {reference!r}")
        if times > 1:
            raise ValueError(f"Two transfers have the reference {reference}.")


def _header(root: Xml.Element, order: Order) -> None:
    header = _add(root, "GrpHdr")
    _add(header, "MsgId", order.message_id)
    _add(header, "CreDtTm", order.made_at.isoformat(timespec="seconds"))
    _totals(header, order)
    _add(_add(header, "InitgPty"), "Nm", plain(order.payer.name, LONGEST_NAME))


def _payment(root: Xml.Element, order: Order) -> None:
    payment = _add(root, "PmtInf")
    _add(payment, "PmtInfId", order.message_id)
    _add(payment, "PmtMtd", "TRF")
    # One debit for each transfer: the treasury's statement then shows every institution.
    _add(payment, "BtchBookg", "false")
    _totals(payment, order)
    _add(_add(_add(payment, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _add(_add(payment, "ReqdExctnDt"), "Dt", order.execute_on.isoformat())
    _party(payment, "Dbtr", order.payer)
    _agent(payment, "DbtrAgt", order.payer)
    _add(payment, "ChrgBr", "SLEV")
    for transfer in order.transfers:
        _transfer(payment, transfer)


def _transfer(payment: Xml.Element, transfer: Transfer) -> None:
    entry = _add(payment, "CdtTrfTxInf")
    _add(_add(entry, "PmtId"), "EndToEndId", transfer.end_to_end)
    _add(_add(entry, "Amt"), "InstdAmt", _amount(transfer.cents), Ccy="EUR")
    if transfer.to.bic:
        _agent(entry, "CdtrAgt", transfer.to)
    _party(entry, "Cdtr", transfer.to)
    _add(_add(entry, "Purp"), "Cd", "CHAR")
    if text := plain(transfer.text, LONGEST_TEXT):
        _add(_add(entry, "RmtInf"), "Ustrd", text)


def _party(parent: Xml.Element, tag: str, account: Account) -> None:
    _add(_add(parent, tag), "Nm", plain(account.name, LONGEST_NAME))
    _add(_add(_add(parent, f"{tag}Acct"), "Id"), "IBAN", checked_iban(account.iban))


def _agent(parent: Xml.Element, tag: str, account: Account) -> None:
    institution = _add(_add(parent, tag), "FinInstnId")
    if account.bic:
        _add(institution, "BICFI", str(BIC(account.bic)))
    else:
        _add(_add(institution, "Othr"), "Id", "NOTPROVIDED")


def _totals(parent: Xml.Element, order: Order) -> None:
    _add(parent, "NbOfTxs", str(len(order.transfers)))
    _add(parent, "CtrlSum", _amount(sum(transfer.cents for transfer in order.transfers)))


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _add(parent: Xml.Element, tag: str, text: str | None = None, **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    element.text = text
    return element
