"""The payout desk: each step by a press, what the bank gets, and what cannot be done."""

from datetime import date, timedelta

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import Payout, PayoutMethod, PayoutState
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from participation.wishlist.models import BankFile
from tests.wishlist.office import donation, institution, somebody, treasury, wish

pytestmark = pytest.mark.django_db
OFFICE = "/admin/wishlist/"


@pytest.fixture
def treasurer(client, site):
    treasury(payer_name="Stadtkasse", payer_iban="DE89370400440532013000")
    return somebody(client, "view_books", "manage_money")


@pytest.fixture
def payout(treasurer):
    """50 euros that are set aside."""
    return money.plan_payout(campaign=donation(cents=5000).campaign)


def press(client, payout, act, *, state="", **more):
    """Press a button of a payout that is in this state; what the page says then."""
    if state:
        Payout.objects.filter(pk=payout.pk).update(state=state)
    said = client.post(f"{OFFICE}payouts/{payout.pk}/", {"act": act} | more, follow=True)
    payout.refresh_from_db()
    return said.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_payout_desk_costs_the_same(client, treasurer, assert_query_count, number):
    place = institution()
    for _ in range(number):
        for state in (None, PayoutState.HELD, PayoutState.READY, PayoutState.SENT):
            ours = wish(place)
            donation(ours)
            if state:
                payout = money.plan_payout(campaign=ours.campaign, cents=100)
                Payout.objects.filter(pk=payout.pk).update(state=state)
    client.get(f"{OFFICE}payouts/")
    with assert_query_count(18):
        client.get(f"{OFFICE}payouts/")


def test_a_payout_goes_its_whole_way_at_the_desk(client, treasurer):
    ours = wish()
    donation(ours, cents=5000)
    client.post(f"{OFFICE}payouts/plan/{ours.campaign_id}/", {"cents": "50"})
    payout = Payout.objects.get()
    act = f"{OFFICE}payouts/{payout.pk}/"
    client.post(act, {"act": "release"})
    payout.refresh_from_db()
    assert payout.state == PayoutState.HELD
    Payout.objects.update(hold_until=timezone.localdate())
    client.post(act, {"act": "release"})
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    client.post(f"{OFFICE}bank/", {"payout": [payout.pk], "execute_on": tomorrow})
    file = BankFile.objects.get()
    answer = client.get(f"{OFFICE}bank/{file.pk}.xml")
    assert answer.content == bytes(file.xml)
    assert f"{file.message_id}.xml" in answer["Content-Disposition"]
    client.post(f"{OFFICE}bank/{file.pk}/", {"act": "sent"})
    assert "Alles ist bezahlt" in client.get(f"{OFFICE}payouts/").content.decode()
    client.post(f"{OFFICE}bank/{file.pk}/", {"act": "paid"})
    payout.refresh_from_db()
    assert payout.state == PayoutState.PAID
    assert "Alles ist bezahlt" not in client.get(f"{OFFICE}payouts/").content.decode()


def test_a_payout_that_the_bank_did_not_make_needs_a_reason(client, treasurer):
    donation(wish())
    payout = money.plan_payout(campaign=donation(wish()).campaign)
    Payout.objects.update(state=PayoutState.SENT)
    client.post(f"{OFFICE}payouts/{payout.pk}/", {"act": "fail", "failure": " "})
    payout.refresh_from_db()
    assert payout.state == PayoutState.SENT
    client.post(f"{OFFICE}payouts/{payout.pk}/", {"act": "fail", "failure": "Konto erloschen"})
    payout.refresh_from_db()
    assert (payout.state, payout.failure) == (PayoutState.FAILED, "Konto erloschen")


def test_a_bank_file_needs_a_day_that_can_be(client, treasurer):
    assert client.post(f"{OFFICE}bank/", {"execute_on": "2001-01-01"}).status_code == 422
    assert client.post(f"{OFFICE}bank/", {}).status_code == 422


def test_one_that_is_given_up_opens_its_sum_again(client, payout):
    assert "Erledigt." in press(client, payout, "cancel")
    assert payout.state == PayoutState.CANCELLED
    page = client.get(f"{OFFICE}payouts/plan/{payout.campaign_id}/")
    assert page.context["sums"].available_cents == 5000


def test_one_that_the_bank_has_made_is_confirmed(client, payout):
    press(client, payout, "confirm", state=PayoutState.SENT)
    assert payout.state == PayoutState.PAID


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("release", PayoutState.READY),
        ("cancel", PayoutState.SENT),
        ("confirm", PayoutState.READY),
        ("transfer", PayoutState.READY),
    ],
)
def test_a_step_that_does_not_come_next_is_refused_with_the_reason(client, payout, act, state):
    page = press(client, payout, act, state=state)
    assert payout.state == state
    assert "Erledigt." not in page
    assert 'class="error"' in page


def test_an_unknown_button_does_nothing(client, payout):
    assert "Erledigt." not in press(client, payout, "burn")
    assert payout.state == PayoutState.HELD


def test_the_provider_is_asked_for_a_transfer_by_a_job(client, payout):
    receiver = payout.receiver
    receiver.payout_method, receiver.provider_account = PayoutMethod.PROVIDER, "acct_1"
    receiver.save()
    Payout.objects.update(method=PayoutMethod.PROVIDER)
    press(client, payout, "transfer", state=PayoutState.READY)
    job = ProcrastinateJob.objects.get(task_name="wishlist.send_payout")
    assert job.args == {"payout_id": payout.pk}


def test_more_than_there_is_cannot_be_set_aside(client, treasurer):
    given = donation(cents=5000)
    address = f"{OFFICE}payouts/plan/{given.campaign_id}/"
    assert client.get(address).context["form"]["cents"].value() == "50,00"
    assert client.post(address, {"cents": "viel"}).status_code == 422
    page = client.post(address, {"cents": "50,01"}).content.decode()
    assert "mehr, als" in page
    assert not Payout.objects.exists()


def plan_page(client, campaign):
    """The page that sets a sum aside: whether there is a form on it, and its words."""
    page = client.get(f"{OFFICE}payouts/plan/{campaign.pk}/").content.decode()
    return 'name="cents"' in page, " ".join(page.split())


def test_a_wish_without_money_has_nothing_to_set_aside(client, treasurer):
    assert client.get(f"{OFFICE}payouts/plan/999999/").status_code == 404
    has_form, words = plan_page(client, wish().campaign)
    assert not has_form
    assert "Es ist nichts mehr auszuzahlen" in words


def test_whoever_has_not_told_of_the_last_payout_gets_no_form(client, payout):
    donation(payout.campaign.wish)
    has_form, words = plan_page(client, payout.campaign)
    assert not has_form
    assert "Die Einrichtung muss zuerst schreiben" in words
    assert f"Zurückgehalten bis {payout.hold_until:%d.%m.%Y}" in words


def test_what_is_disputed_is_named_where_nothing_can_be_set_aside(client, treasurer):
    given = donation(cents=5000, disputed_cents=5000, state="disputed")
    has_form, words = plan_page(client, given.campaign)
    assert not has_form
    assert "50,00 € <small>bis die Bank entschieden hat" in words


@pytest.mark.parametrize(
    ("of", "values", "why"),
    [
        (
            "campaign",
            {"rule": "all_or_nothing", "ends_on": date(2090, 1, 1)},
            "„Alles oder nichts“",
        ),
        ("receiver", {"iban": ""}, "Konto"),
        ("receiver", {"is_active": False}, "nicht aktiv"),
    ],
)
def test_what_keeps_a_payout_back_is_said_instead_of_the_form(client, treasurer, of, values, why):
    campaign = donation(cents=5000).campaign
    changed = campaign if of == "campaign" else campaign.receiver
    type(changed).objects.filter(pk=changed.pk).update(**values)
    has_form, words = plan_page(client, campaign)
    assert not has_form
    assert why in words
    said = client.post(f"{OFFICE}payouts/plan/{campaign.pk}/", {"cents": "10"}).content.decode()
    assert why in said
    assert not Payout.objects.exists()


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 5000]])
def test_a_bank_file_needs_a_payout(client, payout, chosen):
    day = timezone.localdate().isoformat()
    page = client.post(f"{OFFICE}bank/", {"payout": chosen, "execute_on": day}, follow=True)
    assert "zwischen einer" in page.content.decode()
    assert not BankFile.objects.exists()


def test_a_file_that_never_goes_to_the_bank_is_withdrawn(client, payout):
    Payout.objects.update(state=PayoutState.READY)
    day = timezone.localdate().isoformat()
    client.post(f"{OFFICE}bank/", {"payout": [payout.pk], "execute_on": day})
    address = f"{OFFICE}bank/{BankFile.objects.get().pk}/"
    client.post(address, {"act": "burn"})
    payout.refresh_from_db()
    assert payout.state == PayoutState.SENT
    client.post(address, {"act": "withdraw"})
    payout.refresh_from_db()
    assert payout.state == PayoutState.FAILED


@pytest.mark.parametrize(("query", "count"), [("", 1), ("?state=held", 1), ("?state=paid", 0)])
def test_all_payouts_there_ever_were(client, payout, query, count):
    page = client.get(f"{OFFICE}payouts/all/{query}")
    assert len(page.context["page_obj"]) == count


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2026-03-05", date(2026, 3, 6)),
        ("2026-03-06", date(2026, 3, 9)),
        ("2026-03-07", date(2026, 3, 9)),
        ("2026-03-08", date(2026, 3, 9)),
    ],
)
def test_banks_rest_at_weekends(client, treasurer, time_machine, today, day):
    time_machine.move_to(f"{today}T10:00:00+00:00", tick=False)
    form = client.get(f"{OFFICE}payouts/").context["form"]
    assert form["execute_on"].value() == day
