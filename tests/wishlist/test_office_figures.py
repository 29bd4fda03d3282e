"""Figures of a month and files for the bookkeeping."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import BalanceEntry, Donation, DonationState, Payout, PayoutState
from crowdfunding_lite.queries import totals

from participation.wishlist.queries import office_figures
from tests.wishlist.office import donation, refund, somebody, treasury, wish

pytestmark = pytest.mark.django_db
OFFICE = "/admin/wishlist/"


@pytest.fixture
def treasurer(client, site):
    treasury(payer_name="Stadtkasse", payer_iban="DE89370400440532013000")
    return somebody(client, "view_books", "manage_money")


def entry(given, cents, fee=0, kind="payment", day=3, month=3):
    return BalanceEntry.objects.create(
        provider_reference=f"txn_{BalanceEntry.objects.count()}",
        donation=given,
        kind=kind,
        cents=cents,
        fee_cents=fee,
        at=datetime(2026, month, day, 12, tzinfo=UTC),
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


def test_an_open_dispute_is_held_and_only_a_lost_one_has_gone_back(site):
    held, lost, won = (donation(cents=cents) for cents in (1000, 2000, 4000))
    for given in (held, lost, won):
        entry(given, given.settled_cents)
        entry(given, -given.settled_cents, kind="dispute")
    entry(won, 4000, kind="dispute_won", month=4)
    Donation.objects.filter(pk=held.pk).update(disputed_cents=1000, state="disputed")
    Donation.objects.filter(pk=lost.pk).update(lost_cents=2000, state="charge_lost")
    march, april = office_figures.months(date(2026, 4, 30))[-2:]
    assert (march.came_cents, march.held_cents, march.back_cents) == (7000, 1000, 2000)
    assert (april.held_cents, april.back_cents) == (0, 0)


def test_what_came_was_held_and_went_back_adds_up_to_the_books(site):
    ours = wish()
    for cents, back in ((5000, "refunded_cents"), (3000, "disputed_cents"), (700, "lost_cents")):
        given = donation(ours, cents=cents)
        entry(given, cents)
        entry(given, -500, kind="refund" if back == "refunded_cents" else "dispute")
        Donation.objects.filter(pk=given.pk).update(**{back: 500})
    failed = donation(ours, cents=900, refunded_cents=900, returned_cents=900)
    entry(failed, 900)
    entry(failed, -900, kind="refund")
    entry(failed, 900, kind="refund_failed", month=4)
    when = datetime(2026, 4, 9, 12, tzinfo=UTC)
    refund(failed, state="failed", is_returned=True, solved_at=when)
    found, books = office_figures.months(date(2026, 4, 30)), totals(ours.campaign)
    assert sum(month.came_cents for month in found) == books.settled_cents
    assert sum(month.held_cents for month in found) == books.disputed_cents
    assert sum(month.back_cents for month in found) == books.refunded_cents + books.lost_cents
    assert [month.back_cents for month in found[-2:]] == [500 + 500 + 900, 0]


def test_what_is_disputed_has_a_column_and_a_place_in_the_table(client, treasurer, time_machine):
    time_machine.move_to("2026-03-31T10:00:00+00:00", tick=False)
    given = donation(cents=5000, disputed_cents=5000, state="disputed")
    entry(given, 5000)
    entry(given, -5000, kind="dispute")
    answer = client.get(f"{OFFICE}figures/")
    tall = {c.key for c in answer.context["columns"].columns if c.height}
    assert tall == {"came", "held"}
    assert 'data-label="Angefochten" class="number">50,00' in answer.content.decode()


def test_a_month_in_which_more_comes_back_than_goes_has_no_column_below_the_ground(
    client, treasurer, time_machine
):
    time_machine.move_to("2026-03-31T10:00:00+00:00", tick=False)
    entry(donation(cents=5000), 900, kind="refund_failed")
    columns = client.get(f"{OFFICE}figures/").context["columns"].columns
    assert all(column.height >= 0 for column in columns)


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
    assert page.count("money-chart__column--") == 48
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
    with assert_query_count(19):
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
