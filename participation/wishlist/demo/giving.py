"""Donors of the demo. They pay at a provider in memory, through the books' own verbs."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, Source, Subscription
from crowdfunding_lite.testing import Bank, MemoryProvider

from cms.core.demo.clock import days_ago
from cms.users.models import User
from participation.wishlist.domain import giving
from participation.wishlist.models import Wish
from participation.wishlist.models.giving import Giving

AMOUNTS = (1000, 1000, 1500, 2000, 2500, 2500, 2500, 5000, 5000, 10000)
NAMES = (
    *("Inga B.", "Familie Muster", "Rolf M.", "Die Kegelrunde vom Donnerstag", "Hanne", "Ole M."),
    *("Klasse 4b", "Jemand aus Garstedt", "Svenja B.", "Tarek", "Bäckerei Beispiel", "Marta"),
    *("Yusuf M.", "Lena", "Nachbarn vom Musterweg", "Piet", "Bernd M.", "Chor Beispielklang"),
)
WORDS = (
    *("Gute Sache!", "Für alle, die es brauchen.", "Statt Blumen zum 70. Geburtstag", "Weiter so!"),
    *("Weil es mir früher auch geholfen hat.", "Vom Flohmarkt-Erlös", "Mit Grüßen aus Glashütte"),
)
NOBODY_ASKS = timedelta(days=3650)
Event = tuple[datetime, Callable[[], Any]]


class _Provider(MemoryProvider):
    """Its references are not those of any other provider."""

    def new(self, kind: str) -> str:
        """A reference that is not used up by the next demo or test."""
        return f"{kind}_demo{random.getrandbits(64):016x}"


class Donors:
    """Those of one wish: the same at each load, as they follow from its key."""

    def __init__(self, item: dict[str, Any]) -> None:
        self.item = item
        self.provider = _Provider()
        self.bank = Bank(self.provider)
        self.dice = random.Random(item["title"])  # noqa: S311 – no secret
        self.names = self.dice.sample(NAMES, len(NAMES))

    def events(self, wish: Wish) -> Iterator[Event]:
        """Donations that come to the sum of the content file, from its beginning to its end."""
        first, last = self.item["days_ago"], self.item.get("ended_days_ago", 0)
        for cents in self._sums(self.item.get("raised", 0) * 100):
            day = self.dice.uniform(last + 1, first - 1)
            moment = days_ago(int(day), self.dice.randint(7, 22), self.dice.randint(0, 59))
            yield moment, partial(self._pay, wish, cents, **self._words())
        for euros in self.item.get("monthly", ()):
            yield days_ago(first - 2, 18, euros), partial(self._month, wish, euros * 100)
        for number, euros in enumerate(self.item.get("pending", ())):
            yield days_ago(2, 19, number), partial(self._debit, wish, euros * 100)

    def _sums(self, wanted: int) -> Iterator[int]:
        while wanted > 0:
            cents = min(self.dice.choice(AMOUNTS), wanted)
            wanted -= cents
            yield cents

    def _words(self) -> dict[str, Any]:
        name = self.names.pop() if self.names and self.dice.random() < 0.45 else ""
        spoken = name and self.dice.random() < 0.4
        return {
            "public_name": name,
            "dedication": self.dice.choice(WORDS) if spoken else "",
            "cover_fees": self.dice.random() < 0.5,
        }

    def _open(self, wish: Wish, cents: int, **words: Any) -> Donation:
        person = self.dice.choice(self._people()) if self.dice.random() < 0.3 else None
        email = person.email if person else f"spende-{self.dice.getrandbits(32):08x}@example.org"
        donation = giving.give(
            wish=Wish.objects.select_related("campaign__receiver").get(pk=wish.pk),
            key=uuid4(),
            giving=Giving(amount_cents=cents, email=email, **words),
            language="de",
            user=person,
        )
        back = "https://example.org/"
        domain.start_checkout(
            donation=donation, provider=self.provider, success_url=back, cancel_url=back
        )
        donation.refresh_from_db()
        return donation

    def _people(self) -> list[User]:
        return list(User.objects.filter(is_staff=False, groups=None).order_by("pk")[:12])

    def _pay(self, wish: Wish, cents: int, **words: Any) -> Donation:
        donation = self._open(wish, cents, **words)
        self.bank.pay(donation.provider_session or "")
        return self._settle(donation)

    def _month(self, wish: Wish, cents: int) -> None:
        subscription = self._pay(wish, cents, monthly=True).subscription
        assert subscription is not None  # noqa: S101 – narrows the type
        domain.sync_subscription(
            subscription=subscription, provider=self.provider, source=Source.WEBHOOK
        )
        self._leave_alone(Subscription.objects.get(pk=subscription.pk))

    def _debit(self, wish: Wish, cents: int) -> None:
        donation = self._open(wish, cents)
        self.bank.debit(donation.provider_session or "")
        self._leave_alone(self._settle(donation))

    def _settle(self, donation: Donation) -> Donation:
        return domain.settle(donation=donation, provider=self.provider, source=Source.WEBHOOK)

    def _leave_alone(self, row: Any) -> None:
        """The provider is gone when the demo is loaded, so the regular comparison asks for none."""
        row.checked_at = days_ago(-NOBODY_ASKS.days)
        row.save(update_fields=["checked_at"])

    def take_back(self, wish: Wish, cents: int) -> None:
        """A donor's bank takes a donation back, and nobody has answered yet."""
        donation = self._pay(wish, cents)
        self.bank.dispute(donation.provider_payment or "")
        self._leave_alone(self._settle(donation))

    def refuse_back(self, wish: Wish, cents: int, by: User) -> None:
        """A donation is to go back, and the donor's bank does not take it."""
        donation = self._pay(wish, cents)
        reason = "Versehentlich doppelt gespendet."
        asked = domain.request_refund(donation=donation, cents=cents, reason=reason, by=by)
        made = domain.carry_out_refund(refund=asked, provider=self.provider)
        self.bank.refund_fails(donation.provider_payment or "", made.provider_refund or "")
        self._settle(donation)

    def give_back(self, wish: Wish) -> None:
        """Everything, where the goal was missed and the rule says so."""
        domain.refund_failed_campaign(campaign=wish.campaign, provider=self.provider)
        for donation in wish.campaign.donations.filter(refunds__isnull=False).distinct():
            self._settle(donation)
