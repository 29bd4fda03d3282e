"""The programme to print and to work on."""

import csv
import io
import shutil
import subprocess

import pytest

from tests.factories.culture_events import event, institution, moment

pytestmark = pytest.mark.django_db
PAPER, TABLE = "/kultur/kalender/programm.pdf", "/kultur/kalender/programm.csv"


@pytest.fixture
def house():
    """With one public event and one that is not."""
    found = institution()
    event(found, moment(1), title="Jazz #am *Fluss*", place="=Hof", price="8 Euro")
    event(found, moment(1), title="Geheimprobe", visibility="partners")
    return found


def query(**values: str) -> str:
    """The week of the events."""
    chosen = {"view": "list", "date": f"{moment(1):%Y-%m-%d}"} | values
    return "?" + "&".join(f"{name}={value}" for name, value in chosen.items())


@pytest.mark.poppler
def test_the_booklet_holds_what_everybody_may_see_as_it_is_written(client, house):
    answer = client.get(PAPER + query())
    assert answer["Content-Type"] == "application/pdf"
    program = shutil.which("pdftotext") or ""
    done = subprocess.run(
        [program, "-", "-"], input=answer.content, capture_output=True, check=True, timeout=60
    )
    text = done.stdout.decode()
    assert "Jazz #am *Fluss*" in text
    assert "8 Euro" in text
    assert "Geheimprobe" not in text


def test_a_booklet_without_events_is_one_page(client, db):
    assert client.get(PAPER + query()).content.startswith(b"%PDF-")


def test_the_table_holds_the_same_and_no_formula(client, house):
    text = client.get(TABLE + query()).content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    found = dict(zip(head, row, strict=True))
    assert found["Titel"] == "Jazz #am *Fluss*"
    assert found["Ort"] == "'=Hof"
    assert found["Beginnt"] == "20:00"


def test_filters_hold_for_files_too(client, house):
    text = client.get(TABLE + query(genre="film")).content.decode()
    assert "Jazz" not in text
