"""What people did with machines is handed over and erased; the machines' books stay whole."""

import pytest
from django.utils import timezone

from cms.core import privacy
from hardware_bridge import models
from tests.factories.hardware import AlertFactory, CommandFactory, DeviceFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def rows_of(person):
    """One row of each kind that says who it was."""
    now = timezone.now()
    device = DeviceFactory(kind="light", name="Leuchte 7")
    return [
        CommandFactory(device=device, requested_by=person),
        models.Override.objects.create(device=device, text="Reparatur", created_by=person),
        AlertFactory(acknowledged_by=person, acknowledged_at=now),
        models.LightOverride.objects.create(
            device=device, level_percent=50, until=now, created_by=person
        ),
        models.Tour.objects.create(driver=person),
    ]


def test_everything_somebody_did_is_handed_over(site):
    person = UserFactory()
    rows_of(person)
    told = {kind.key: export.rows for kind, export in privacy.exports(person)}
    kinds = ("commands", "notices", "alerts", "lights", "tours")
    assert [len(told[f"hardware-{kind}"]) for kind in kinds] == [1] * 5
    assert told["hardware-notices"][0]["device"] == "Leuchte 7"


def test_erasing_takes_the_name_and_leaves_the_row(site):
    person, other = UserFactory(), UserFactory()
    rows = [*rows_of(person), *rows_of(other)]
    for kind in privacy.registered():
        if kind.key.startswith("hardware-"):
            kind.erase(person)
    kept = [type(row)._default_manager.get(pk=row.pk) for row in rows]
    names = ("requested_by", "created_by", "acknowledged_by", "created_by", "driver")
    assert [getattr(row, name) for row, name in zip(kept, names * 2, strict=True)] == [
        *[None] * 5,
        *[other] * 5,
    ]
