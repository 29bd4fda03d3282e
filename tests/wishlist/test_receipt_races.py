"""Receipts that several ask for at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from participation.wishlist.models import Receipt
from tests.wishlist.office import donation, wish
from tests.wishlist.test_receipts import issue


@pytest.fixture(autouse=True)
def _pages(site):
    """Settings belong to a site."""


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_the_same_time_have_no_gap():
    ours = wish()
    given = [donation(ours) for _ in range(12)]

    def one(each):
        try:
            return issue(each).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, given))
    assert sorted(numbers) == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_the_same_time_get_the_same_receipt():
    given = donation()

    def one(_):
        try:
            return issue(given).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(6)))) == 1
    assert Receipt.objects.count() == 1
