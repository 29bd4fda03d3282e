"""Papers for the tax office: amounts in words, and PDFs that machines and people can read."""

import re
import subprocess
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from participation.wishlist.receipts.document import make_pdf
from participation.wishlist.receipts.words import MOST_CENTS, amount_in_words

UNITS = ["", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"]
UNITS += ["elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn"]
UNITS += ["achtzehn", "neunzehn"]
TENS = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig"]
TENS += ["neunzig"]
PAPER = {
    "kind": "single",
    "issuer": ["Kinderhilfe e. V.", "Beispielstraße 1", "22844 Norderstedt"],
    "donor": ["Erika #Muster *Łucja*", "Musterweg 3", "22850 Norderstedt"],
    "amount": "1.234,56 EUR",
    "words": amount_in_words(123456),
    "day": "03.03.2026",
    "period": "01.01.2025 bis 31.12.2025",
    "purposes": "der Jugendhilfe",
    "statutes": "die Jugendhilfe",
    "notice": {
        "kind": "exemption",
        "office": "Bad Segeberg",
        "number": "11/293/12345",
        "day": "14.05.2024",
        "period": "2020 bis 2022",
    },
    "membership_fees_excluded": False,
    "signature": [],
    "signatory": "Vorstand",
    "place": "Norderstedt",
    "issued_on": "04.03.2026",
    "machine": "01.02.2025",
    "number": "2026-00012",
    "method": "SEPA-Lastschrift",
    "reference": "abc",
    "forwarded_to": "",
    "gifts": [
        {"day": "03.03.2025", "amount": "1.000,00 EUR"},
        {"day": "04.03.2025", "amount": "234,56 EUR"},
    ],
}


def spelled(number):
    """The number before a noun, by another way than the code's."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        unit = UNITS[number % 10]
        return f"{unit}und{TENS[number // 10]}" if unit else TENS[number // 10]
    if number < 1000:
        return f"{UNITS[number // 100]}hundert{spelled(number % 100)}"
    if number < 1_000_000:
        return f"{spelled(number // 1000)}tausend{spelled(number % 1000)}"
    millions, rest = divmod(number, 1_000_000)
    word = "eine Million" if millions == 1 else f"{spelled(millions)} Millionen"
    return f"{word} {spelled(rest)}".strip()


@given(st.integers(min_value=1, max_value=MOST_CENTS))
@example(1)
@example(100)
@example(101_000_01)
@example(999_999_999)
def test_an_amount_in_words_is_the_amount(cents):
    euros, rest = divmod(cents, 100)
    parts = [f"{spelled(euros)} Euro"] * bool(euros) + [f"{spelled(rest)} Cent"] * bool(rest)
    assert amount_in_words(cents) == " und ".join(parts)


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (1, "ein Cent"),
        (100, "ein Euro"),
        (2150, "einundzwanzig Euro und fünfzig Cent"),
        (101_00, "einhundertein Euro"),
        (1_001_01, "eintausendein Euro und ein Cent"),
        (101_000_00, "einhunderteintausend Euro"),
        (1_000_001_00, "eine Million ein Euro"),
        (123_456, "eintausendzweihundertvierunddreißig Euro und sechsundfünfzig Cent"),
    ],
)
def test_amounts_are_worded_as_on_german_forms(cents, words):
    assert amount_in_words(cents) == words


@pytest.mark.parametrize("cents", [0, -1, MOST_CENTS + 1])
def test_nothing_has_no_words(cents):
    with pytest.raises(ValueError, match="No words"):
        amount_in_words(cents)


def paper(**changes):
    return make_pdf(PAPER | changes, made_on=date(2026, 3, 4))


def run(command, pdf):
    answer = subprocess.run(
        [command, "-", *(["-"] if command == "pdftotext" else [])],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return answer.stdout.decode()


def text_of(pdf):
    """The words in reading order, in one line, hyphens at line ends joined."""
    return " ".join(
        re.sub(r"[-\u2010\u00ad]\n(?=[a-zäöüß])", "", run("pdftotext", pdf))
        .replace("\xa0", " ")
        .split()
    )


@pytest.mark.parametrize("kind", ["single", "collective", "simple"])
@pytest.mark.parametrize("notice", ["exemption", "determination", "public"])
def test_every_paper_says_it_is_tagged_for_readers_and_archives(kind, notice):
    pdf = paper(kind=kind, notice=PAPER["notice"] | {"kind": notice})
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/Lang (de)" in pdf or b"/Lang(de)" in pdf


def test_the_same_data_give_the_same_bytes():
    assert paper() == paper()


@pytest.mark.poppler
def test_a_confirmation_has_the_words_of_the_official_sample():
    text = text_of(paper())
    for words in (
        "Bestätigung über Geldzuwendungen/Mitgliedsbeitrag im Sinne des § 10b des "
        "Einkommensteuergesetzes an eine der in § 5 Abs. 1 Nr. 9 des Körperschaftsteuergesetzes "
        "bezeichneten Körperschaften, Personenvereinigungen oder Vermögensmassen",
        "1.234,56 EUR",
        "eintausendzweihundertvierunddreißig Euro und sechsundfünfzig Cent",
        "Tag der Zuwendung: 03.03.2026",
        "Es handelt sich um den Verzicht auf Erstattung von Aufwendungen Ja ☐ Nein ☒",
        "nach dem Freistellungsbescheid bzw. nach der Anlage zum Körperschaftsteuerbescheid des "
        "Finanzamtes Bad Segeberg, StNr. 11/293/12345, vom 14.05.2024 für den letzten "
        "Veranlagungszeitraum 2020 bis 2022 nach § 5 Abs. 1 Nr. 9 des Körperschaftsteuergesetzes "
        "von der Körperschaftsteuer und nach § 3 Nr. 6 des Gewerbesteuergesetzes von der "
        "Gewerbesteuer "
        "befreit",
        "Es wird bestätigt, dass die Zuwendung nur zur Förderung der Jugendhilfe verwendet wird.",
        "haftet für die entgangene Steuer (§ 10b Abs. 4 EStG, § 9 Abs. 3 KStG, § 9 Nr. 5 GewStG).",
        "länger als 5 Jahre bzw. das Datum der Feststellung der Einhaltung der satzungsmäßigen "
        "Voraussetzungen nach § 60a Abs. 1 AO länger als 3 Jahre",
        "Erika #Muster *Łucja* Musterweg 3 22850 Norderstedt",
    ):
        assert words in text
    assert "Dank" not in text


@pytest.mark.poppler
def test_a_determination_under_60a_has_its_own_words():
    text = text_of(paper(notice=PAPER["notice"] | {"kind": "determination"}))
    assert "nach den §§ 51, 59, 60 und 61 AO wurde vom Finanzamt Bad Segeberg" in text
    assert "nach § 60a AO gesondert festgestellt. Wir fördern nach unserer Satzung" in text
    assert "befreit" not in text


@pytest.mark.poppler
def test_a_public_body_confirms_by_its_own_sample():
    text = text_of(paper(notice=PAPER["notice"] | {"kind": "public"}))
    assert "an inländische juristische Personen des öffentlichen Rechts" in text
    assert "von uns unmittelbar für den angegebenen Zweck verwendet" in text
    assert "§ 60a" not in text


@pytest.mark.poppler
def test_a_city_that_hands_on_says_to_whom():
    public = PAPER["notice"] | {"kind": "public", "behind": "exemption"}
    text = text_of(paper(notice=public, forwarded_to="Kinderhilfe e. V."))
    assert "entsprechend den Angaben des Zuwendenden an Kinderhilfe e. V. weitergeleitet" in text
    assert "vom Finanzamt Bad Segeberg" in text


@pytest.mark.poppler
def test_a_confirmation_is_one_page_however_long_names_are():
    long = ["Sehr langer Name eines Vereins " * 3, "Straße " * 12, "22844 Norderstedt"]
    pdf = paper(issuer=long, donor=long, purposes="der Jugendhilfe und der Altenhilfe " * 6)
    assert "Pages:           1\n" in run("pdfinfo", pdf)


@pytest.mark.poppler
def test_a_collective_confirmation_lists_every_gift_in_its_annex():
    text = text_of(paper(kind="collective"))
    for words in (
        "Sammelbestätigung über Geldzuwendungen/Mitgliedsbeiträge",
        "Zeitraum der Sammelbestätigung: 01.01.2025 bis 31.12.2025",
        "keine weiteren Bestätigungen, weder formelle Zuwendungsbestätigungen noch "
        "Beitragsquittungen oder Ähnliches ausgestellt wurden und werden",
        "Anlage zur Sammelbestätigung vom 04.03.2026",
        "03.03.2025 Geldzuwendung nein 1.000,00 EUR",
        "Gesamtsumme",
    ):
        assert words in text


@pytest.mark.poppler
def test_the_slip_for_small_gifts_names_what_the_ordinance_asks_for():
    text = text_of(paper(kind="simple", amount="50,00 EUR"))
    for words in (
        "50,00 EUR",
        "03.03.2026",
        "Spende (kein Mitgliedsbeitrag)",
        "SEPA-Lastschrift",
        "wegen Förderung der Jugendhilfe",
        "11/293/12345",
    ):
        assert words in text
