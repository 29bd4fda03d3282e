"""What the database itself refuses, whoever asks."""

import pytest
from crowdfunding_lite.models import DonationEvent, EventKind, Source
from django.db import IntegrityError, connection, transaction

from tests.wishlist.office import donation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "table",
    [
        "crowdfunding_lite_donationevent",
        "crowdfunding_lite_donation",  # by way of those that refer to it
        "crowdfunding_lite_stagestep",
        "wishlist_institutionstep",
        "wishlist_receipt",
        "wishlist_receiptfile",
        "wishlist_receiptitem",
    ],
)
def test_histories_of_money_cannot_be_emptied(table):
    event = DonationEvent.objects.create(
        donation=donation(), kind=EventKind.NOTE, source=Source.OFFICE
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="never emptied"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
    assert DonationEvent.objects.get() == event
