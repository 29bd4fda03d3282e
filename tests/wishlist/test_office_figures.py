"""Figures of a month and files for the bookkeeping."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import BalanceEntry, DonationState, Payout, PayoutState

from participation.wishlist.queries import office_figures
from tests.wishlist.office import donation, somebody, treasury

pytestmark = pytest.mark.django_db
OFFICE = "/admin/wishlist/"


@pytest.fixture
def treasurer(client, site):
    treasury(payer_name="Stadtkasse", payer_iban="DE89370400440532013000")
    return somebody(client, "view_books", "manage_money")


def entry(given, cents, fee=0, kind="payment", day=3):
    return BalanceEntry.objects.create(
        provider_reference=f"txn_{BalanceEntry.objects.count()}",
        donation=given,
        kind=kind,
        cents=cents,
        fee_cents=fee,
        at=datetime(2026, 3, day, 12, tzinfo=UTC),
    )


def test_figures_of_a_month(site):
    given = donation(cents=5000)
    entry(given, 5000, fee=100)
    entry(given, -2000, kind="refund")
    money.plan_payout(campaign=given.campaign, cents=1000)
    Payout.objects.update(state=PayoutState.PAID, paid_at=datetime(2026, 3, 9, tzinfo=UTC))
    month = office_figures.months(date(2026, 3, 31))[-1]
    assert (month.donations, month.came_cents, month.back_cents) == (1, 5000, 2000)
    assert (month.fee_cents, month.paid_out_cents, month.mean_cents) == (100, 1000, 5000)


def test_a_debit_that_bounced_or_is_under_way_is_no_donation_of_the_month(site):
    bounced = donation(cents=4000, state=DonationState.FAILED)
    entry(bounced, 4000, fee=35)
    entry(bounced, -4000)
    entry(donation(cents=3000, state=DonationState.PROCESSING, settled_cents=0), 3000, fee=35)
    twice = donation(cents=2000)
    entry(twice, 2000, fee=55)
    month = office_figures.months(date(2026, 3, 31))[-1]
    assert (month.donations, month.came_cents, month.fee_cents) == (1, 2000, 90)


def test_figures_begin_with_the_first_month_in_which_something_happened(site):
    entry(donation(cents=5000), 5000)
    sixteen_later = office_figures.months(date(2027, 6, 30))
    assert len(office_figures.since_the_first(sixteen_later)) == 16
    assert len(office_figures.since_the_first(office_figures.months(date(2026, 3, 31)))) == 12
    assert len(office_figures.since_the_first(office_figures.months(date(2020, 3, 31)))) == 12


def test_figures_are_drawn_and_stand_in_a_table(client, treasurer, time_machine):
    time_machine.move_to("2026-03-31T10:00:00+00:00", tick=False)
    entry(donation(cents=5000), 5000)
    page = client.get(f"{OFFICE}figures/?year=2026").content.decode()
    assert page.count("money-chart__column--") == 36
    assert "<title>Zahlen - " in " ".join(page.split()).replace("<title> ", "<title>")
    assert "März 2026" in page
    assert "Kinderhilfe" in page
    assert client.get(f"{OFFICE}figures/?year=unsinn").status_code == 200


def test_figures_lead_to_no_year_that_has_not_begun(client, treasurer, time_machine):
    time_machine.move_to("2026-03-31T10:00:00+00:00", tick=False)
    this_year = client.get(f"{OFFICE}figures/").content.decode()
    assert "?year=2025" in this_year
    assert "?year=2027" not in this_year
    assert "?year=2026" in client.get(f"{OFFICE}figures/?year=2025").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_figures_cost_the_same(client, treasurer, assert_query_count, number):
    for _ in range(number):
        entry(donation(), 5000)
    client.get(f"{OFFICE}figures/")
    with assert_query_count(18):
        client.get(f"{OFFICE}figures/")


def test_bookings_for_datev(client, treasurer):
    given = donation(cents=5000)
    entry(given, 5000, fee=100)
    entry(given, -2000, kind="refund", day=4)
    money.plan_payout(campaign=given.campaign, cents=1000)
    Payout.objects.update(state=PayoutState.PAID, paid_at=datetime(2026, 3, 9, tzinfo=UTC))
    span = {"since": "2026-03-01", "until": "2026-03-31"}
    answer = client.get(f"{OFFICE}files/datev", span)
    rows = list(csv.reader(StringIO(answer.content.decode("cp1252")), delimiter=";"))[2:]
    assert [(row[0], row[1], row[6], row[7]) for row in rows] == [
        ("50,00", "S", "1360", "1590"),
        ("1,00", "S", "4970", "1360"),
        ("20,00", "H", "1360", "1590"),
        ("10,00", "S", "1590", "1200"),
    ]
    assert not any(given.donor.name in cell for row in rows for cell in row)


def test_the_page_of_files_has_the_site_s_name(client, treasurer):
    page = client.get(f"{OFFICE}files/").content.decode()
    assert "Dateien für die Buchhaltung - Smart City" in page


def test_a_batch_lies_within_one_fiscal_year(client, treasurer):
    span = {"since": "2025-12-01", "until": "2026-01-31"}
    assert client.get(f"{OFFICE}files/datev", span).url == f"{OFFICE}files/"
    treasury(year_begins_in=7)
    assert client.get(f"{OFFICE}files/datev", span).status_code == 200


@pytest.mark.parametrize("kind", ["payouts-csv", "payouts-xlsx", "donations-csv"])
def test_files_for_a_time(client, treasurer, kind):
    donation()
    span = {"since": "2026-03-01", "until": "2026-03-31"}
    assert b"".join(client.get(f"{OFFICE}files/{kind}", span).streaming_content)
    wrong = {"since": "2026-03-31", "until": "2026-03-01"}
    assert client.get(f"{OFFICE}files/{kind}", wrong).status_code == 422
    assert client.get(f"{OFFICE}files/donations-exe", span).status_code == 404
