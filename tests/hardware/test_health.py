"""What monitors are told about the bridges."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from hardware_bridge import models
from hardware_bridge.queries.health import bridge_health, sentences

pytestmark = pytest.mark.django_db


def bridge(**more: object) -> models.BridgeStatus:
    """A bridge that works."""
    number = models.BridgeStatus.objects.count()
    own = {"name": f"bridge-{number}", "number": number, "is_connected": True}
    return models.BridgeStatus.objects.create(**own | more)


def ready(client) -> dict:
    return client.get("/readyz").json()["parts"]["bridge"]


def long_ago() -> object:
    return timezone.now() - timedelta(minutes=5)


def test_without_any_bridge_nothing_is_said(client):
    assert bridge_health() is None
    assert "parts" not in client.get("/readyz").json()
    assert "bridge" not in client.get("/metrics").text


def test_readyz_tells_lag_queue_last_message_and_messages_set_aside(client):
    moment = timezone.now()
    bridge(lag_ms=40, queue=3, last_message_at=moment)
    models.DeadLetter.objects.create(topic="a", reason="type", payload=b"", count=7)
    assert ready(client) == {
        "status": "ok",
        "lag_ms": 40,
        "queue": 3,
        "last_message": moment.isoformat(timespec="seconds"),
        "dead_letters": 7,
    }


@pytest.mark.parametrize("fault", [{"updated_at": None}, {"is_connected": False}])
def test_a_bridge_that_is_away_leaves_the_site_ready(client, fault):
    bridge(**{name: long_ago() if value is None else value for name, value in fault.items()})
    assert client.get("/readyz").status_code == 200
    assert ready(client)["status"] == "away"


def test_a_bridge_behind_by_seconds_is_slow(client):
    bridge(lag_ms=9000)
    assert ready(client)["status"] == "slow"


def test_a_bridge_that_cannot_store_is_not_well_and_says_why(client):
    bridge(last_fault="No space left on device", protocol="5")
    assert ready(client)["status"] == "slow"
    with override("de"):
        assert sentences(bridge_health())[0] == (
            "Die Brücke „bridge-0“ ist verbunden (MQTT 5), aber etwas hindert sie. "
            "Technische Angabe: No space left on device"
        )


def test_one_that_was_stopped_in_order_counts_for_nothing_beside_one_that_works(client):
    bridge(stopped_at=timezone.now(), lag_ms=99_000)
    assert ready(client)["status"] == "away"
    bridge()
    assert ready(client)["status"] == "ok"


def test_metrics_tell_each_bridge(client, assert_query_count):
    bridge(stored=12, lag_ms=40, last_message_at=timezone.now())
    bridge(is_connected=False)
    with assert_query_count(4):
        text = client.get("/metrics").text
    assert 'norderstedt_go_bridge_up{bridge="bridge-0"} 1' in text
    assert 'norderstedt_go_bridge_up{bridge="bridge-1"} 0' in text
    assert 'norderstedt_go_bridge_stored_total{bridge="bridge-0"} 12' in text
    assert "norderstedt_go_silence_seconds" in text


def test_a_bridge_is_alive_while_it_gives_signs():
    assert bridge().is_alive
    assert not bridge(updated_at=long_ago()).is_alive
    assert not bridge(stopped_at=timezone.now()).is_alive
