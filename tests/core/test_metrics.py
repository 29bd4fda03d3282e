"""Figures in the text format of Prometheus."""

import pytest

from cms.core.metrics import Figure, written

pytestmark = pytest.mark.django_db


def test_figures_of_one_name_stand_together_below_what_they_say():
    figures = [
        Figure("queue", "Waiting", 3, labels={"bridge": "a"}),
        Figure("stored_total", "Stored", 1_500_000, "counter"),
        Figure("queue", "Waiting", 4, labels={"bridge": 'b"\\'}),
    ]
    assert written(figures) == (
        "# HELP norderstedt_go_queue Waiting\n"
        "# TYPE norderstedt_go_queue gauge\n"
        'norderstedt_go_queue{bridge="a"} 3\n'
        'norderstedt_go_queue{bridge="b\\"\\\\"} 4\n'
        "# HELP norderstedt_go_stored_total Stored\n"
        "# TYPE norderstedt_go_stored_total counter\n"
        "norderstedt_go_stored_total 1500000\n"
    )


def test_they_are_for_reading_only_and_never_kept(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/metrics").status_code == 405
