from datetime import timedelta

import pytest
import told
from crowdfunding_lite import domain
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Need, Pledge
from django.db import IntegrityError, transaction
from django.utils import timezone
from makers import make_campaign, make_need

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


def promise(need: Need, quantity: int = 1, **values) -> Pledge:
    return domain.promise(
        need=need, quantity=quantity, name="Kim", email="kim@example.org", **values
    )


def left(need: Need) -> int:
    need.refresh_from_db()
    return need.open_quantity


def test_a_promise_takes_its_share_at_once():
    need = make_need(quantity=5)
    pledge = promise(need, 3)
    assert (pledge.state, left(need)) == ("unconfirmed", 2)


def test_who_is_signed_in_needs_no_confirmation(staff):
    assert promise(make_need(), user=staff).state == "promised"


def test_nothing_is_promised_twice():
    need = make_need(quantity=1)
    promise(need)
    with pytest.raises(NotAllowedError, match="quicker"):
        promise(need)


def test_too_many_are_refused_with_what_is_still_open():
    with pytest.raises(NotAllowedError, match="Only 5 more are needed"):
        promise(make_need(quantity=5), 6)


def test_the_database_itself_refuses_a_counter_beyond_the_need():
    need = make_need(quantity=1)
    for promised in (2, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Need.objects.filter(pk=need.pk).update(promised=promised)


@pytest.mark.parametrize("quantity", [0, -1])
def test_less_than_one_is_no_promise(quantity):
    with pytest.raises(NotAllowedError):
        promise(make_need(), quantity)


def test_a_campaign_that_is_over_takes_no_promise():
    need = make_need(campaign=make_campaign(stage="ended"))
    with pytest.raises(NotAllowedError):
        promise(need)


def test_the_way_from_the_promise_to_the_thanks():
    pledge = promise(make_need())
    pledge = domain.confirm_pledge(pledge=pledge)
    assert domain.confirm_pledge(pledge=pledge).state == "promised"
    pledge = domain.agree_hand_over(pledge=pledge, on=TOMORROW)
    pledge = domain.agree_hand_over(pledge=pledge, on=TOMORROW + timedelta(days=1))
    pledge = domain.hand_over(pledge=pledge)
    pledge = domain.thank(pledge=pledge)
    assert pledge.state == "thanked"
    assert told.of("pledge") == [
        ("", "unconfirmed"),
        ("unconfirmed", "promised"),
        ("promised", "agreed"),
        ("agreed", "agreed"),
        ("agreed", "handed_over"),
        ("handed_over", "thanked"),
    ]


def test_what_comes_before_the_day_agreed_on_came_today():
    pledge = domain.confirm_pledge(pledge=promise(make_need()))
    pledge = domain.agree_hand_over(pledge=pledge, on=TOMORROW)
    pledge = domain.hand_over(pledge=pledge)
    assert pledge.hand_over_on == TOMORROW - timedelta(days=1)


def test_a_day_that_is_over_cannot_be_agreed_on():
    with pytest.raises(NotAllowedError):
        domain.agree_hand_over(pledge=promise(make_need()), on=TOMORROW - timedelta(days=2))


def test_what_is_withdrawn_is_open_again():
    need = make_need(quantity=2)
    pledge = domain.confirm_pledge(pledge=promise(need, 2))
    domain.withdraw_pledge(pledge=pledge)
    assert left(need) == 2
    with pytest.raises(NotAllowedError):
        domain.withdraw_pledge(pledge=pledge)
    assert left(need) == 2


def test_what_is_handed_over_stays_handed_over():
    pledge = domain.hand_over(pledge=domain.confirm_pledge(pledge=promise(make_need())))
    with pytest.raises(NotAllowedError):
        domain.withdraw_pledge(pledge=pledge)


def test_what_nobody_confirms_is_open_again_after_three_days():
    need = make_need(quantity=2)
    pledge = promise(need)
    promise(need)
    Pledge.objects.filter(pk=pledge.pk).update(created_at=timezone.now() - timedelta(hours=73))
    assert (domain.expire_pledges(), left(need)) == (1, 1)
    with pytest.raises(NotAllowedError):
        domain.confirm_pledge(pledge=pledge)
