"""Where payments of ``make run`` go: to a simulator, to Stripe, or nowhere."""

import os
import socket

import pytest

from cms.core.embedded import payments
from cms.core.embedded.services import services
from tests.core.commands import free_port, running
from tests.simulators.stripe.client import StripeSimulator
from tests.simulators.stripe.world import KEY

NAMES = ("STRIPE_API_KEY", "STRIPE_API_BASE", "STRIPE_WEBHOOK_SECRETS", "CHECKOUT_ORIGINS")


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    """No variable of payments is set, and what a test sets is gone after it."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.fixture
def port():
    """A port with room above it."""
    while (found := free_port()) > 60_000:
        pass
    return found


def commands(port):
    """The commands of the services, by name."""
    return {service.name: service.command for service in services(port)}


def test_without_a_key_the_site_is_told_of_a_simulator_next_to_it(port):
    payments.prepare(port)
    address = f"http://127.0.0.1:{port + 1000}"
    assert os.environ["STRIPE_API_BASE"] == os.environ["CHECKOUT_ORIGINS"] == address
    assert os.environ["STRIPE_API_KEY"] == KEY
    assert f"http://127.0.0.1:{port}/stripe/webhook/" in commands(port)["stripe"]
    assert payments.sentence().startswith(f"Payments are simulated at {address};")


def test_with_a_key_no_simulator_is_started(port, monkeypatch):
    monkeypatch.setenv("STRIPE_API_KEY", "sk_test_of_somebody")
    payments.prepare(port)
    assert "STRIPE_API_BASE" not in os.environ
    assert "stripe" not in commands(port)
    assert payments.sentence() == "Payments go to Stripe, as STRIPE_API_KEY is set."


def test_a_checkout_without_tests_says_so_and_goes_without(port, monkeypatch, tmp_path):
    monkeypatch.setattr(payments, "FOLDER", tmp_path / "tests")
    payments.prepare(port)
    assert "STRIPE_API_KEY" not in os.environ
    assert "stripe" not in commands(port)
    assert payments.sentence() == (
        f"There are no payments: STRIPE_API_KEY is unset, and {tmp_path}/tests is missing."
    )


def test_a_neighbouring_port_that_is_taken_is_passed_over(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 1000))
        other.listen()
        payments.prepare(port)
    assert os.environ["STRIPE_API_BASE"] == f"http://127.0.0.1:{port + 1001}"


def test_the_highest_ports_have_their_simulator_below_them():
    payments.prepare(65_000)
    assert os.environ["STRIPE_API_BASE"].startswith("http://127.0.0.1:640")


def test_the_service_runs_and_remembers_what_was_paid(port, monkeypatch, tmp_path):
    monkeypatch.setattr(payments, "KEPT", tmp_path / "simulators" / "stripe.sqlite3")
    monkeypatch.setattr(payments, "HISTORY", tmp_path / "simulators" / "history.json")
    payments.prepare(port)
    simulator = StripeSimulator(os.environ["STRIPE_API_BASE"])
    command = list(commands(port)["stripe"])
    with running(command) as started:
        started.says("http://127.0.0.1:")
        account = simulator.control("objects", kind="_clock")
    with running(command) as started:
        started.says("http://127.0.0.1:")
        assert simulator.control("objects", kind="_clock") == account
