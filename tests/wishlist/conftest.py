"""Wishes, who is signed in, and donations against the simulated Stripe, over real HTTP."""

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation

from participation.wishlist.gateway.stripe_gateway import StripeGateway
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.wishlist import WishFactory, owner_of
from tests.simulators.stripe.client import StripeSimulator


@pytest.fixture
def person(client, db):
    """Somebody signed in."""
    user = UserFactory(first_name="Erika", last_name="Muster")
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def wish(wishes_page):
    """A wish that everybody sees and that looks for 1000 euros."""
    return WishFactory()


@pytest.fixture
def stripe(stripe_simulator: StripeSimulator) -> StripeGateway:
    """Our gateway, connected to the simulator."""
    return StripeGateway(stripe_simulator.key, stripe_simulator.address)


@pytest.fixture
def payments_on(settings, stripe_simulator: StripeSimulator) -> StripeSimulator:
    """The whole platform, connected to the simulator."""
    settings.STRIPE_API_KEY = stripe_simulator.key
    settings.STRIPE_API_BASE = stripe_simulator.address
    settings.STRIPE_WEBHOOK_SECRETS = [stripe_simulator.secret]
    settings.CROWDFUNDING = settings.CROWDFUNDING | {"RECONCILE_AFTER_SECONDS": 0}
    return stripe_simulator


@pytest.fixture
def campaign(db) -> Campaign:
    """A published wish's, which looks for 1,000 euros."""
    return WishFactory(title="Ein Kühlwagen", goal_cents=100_000).campaign


@pytest.fixture
def begin(campaign: Campaign, stripe: StripeGateway):
    """A function that begins a donation and opens its payment page."""

    def begin(cents: int = 5000, **values) -> Donation:
        donation = domain.open_donation(
            campaign=values.pop("campaign", campaign), amount_cents=cents, locale="de", **values
        )
        domain.start_checkout(
            donation=donation,
            provider=stripe,
            success_url="https://example.org/danke",
            cancel_url="https://example.org/zurueck",
        )
        donation.refresh_from_db()
        return donation

    return begin


@pytest.fixture
def owner(client, wish):
    """The wish's institution's owner, signed in."""
    user = owner_of(wish.institution)
    client.login(email=user.email, password=PASSWORD)
    return user
