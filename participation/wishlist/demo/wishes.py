"""Wishes in every state, by the verbs of their institutions and of the office."""

from functools import partial
from typing import Any

from crowdfunding_lite import domain
from crowdfunding_lite.models import Need
from django.core.files.base import ContentFile
from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import plain, read
from cms.core.demo.mails import nobody_is_mailed
from cms.core.models import Place
from cms.notifications.models import Notice
from cms.users.models import User
from participation.wishlist.demo.giving import Donors
from participation.wishlist.demo.institutions import OWNER, REVIEWER, in_days
from participation.wishlist.demo.pages import FOLDER
from participation.wishlist.domain import finishing, pledging, review, updates, wishes
from participation.wishlist.models import UpdateReader, Wish

IMAGES = FOLDER / "images"


@step(99, "Wishes, donations and pledges")
def load(site: DemoSite) -> None:
    """The oldest first."""
    files = [read(path) for path in sorted((FOLDER / "wishes").glob("*.toml"))]
    with nobody_is_mailed():
        for item in sorted(files, key=lambda item: -item["days_ago"]):
            _Story(site, item).tell()
    Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())
    for reader in UpdateReader.objects.select_related("wish"):
        newest = reader.wish.updates.order_by("-pk").first()
        reader.told = newest.pk if newest else 0
        reader.save(update_fields=["told"])


class _Story:
    """One wish of the content files, from the draft to its end."""

    def __init__(self, site: DemoSite, item: dict[str, Any]) -> None:
        self.item = item
        self.owner = User.objects.get(email=OWNER)
        self.reviewer = User.objects.get(email=REVIEWER)
        self.institution = site.snippets["institution", item["institution"]]
        self.donors = Donors(item)

    def tell(self) -> Wish:
        """Write it, hand it in, publish it; give to it, tell of it, end it."""
        begun = self.item["days_ago"]
        with at(days_ago(begun + 4, hour=11)):
            wish = self._write()
        if self.item["stage"] == "draft":
            return wish
        with at(days_ago(begun + 2, hour=16)):
            wishes.hand_in(wish=wish, by=self.owner)
        if self.item["stage"] == "review":
            return wish
        with at(days_ago(begun, hour=9)):
            if self.item["stage"] == "declined":
                return review.decline(wish=wish, by=self.reviewer, reason=self.item["reason"])
            wish = review.publish(wish=wish, by=self.reviewer)
        self._go_on(wish)
        return wish

    def _go_on(self, wish: Wish) -> None:
        """Donations, pledges and updates in the order in which they happened."""
        happened = [*self.donors.events(wish), *self._pledges(wish), *self._updates(wish)]
        for moment, verb in sorted(happened, key=lambda event: event[0]):
            with at(moment):
                verb()
        if "ended_days_ago" in self.item:
            with at(days_ago(self.item["ended_days_ago"], hour=3)):
                domain.end_due_campaigns()
            self._finish(wish)

    def _finish(self, wish: Wish) -> None:
        wish.refresh_from_db()
        with at(days_ago(self.item["ended_days_ago"] - 1, hour=4)):
            self.donors.give_back(wish)
        if "paid_days_ago" not in self.item:
            return
        with at(days_ago(self.item["paid_days_ago"] + 15, hour=9)):
            payout = domain.plan_payout(campaign=wish.campaign, by=self.reviewer)
        with at(days_ago(self.item["paid_days_ago"], hour=9)):
            domain.release_payout(payout=payout, by=self.reviewer)
            domain.send_payout(payout=payout, batch=f"wunschliste-{payout.pk}")
            domain.confirm_payout(payout=payout, by=self.reviewer)
        for item in self.item.get("reports", ()):
            with at(days_ago(item["days_ago"], hour=15)):
                self._update(wish, item)

    def _write(self) -> Wish:
        item = self.item
        place = Place.objects.filter(name=item.get("place", "")).first()
        words = {
            "title": item["title"],
            "summary": item["summary"],
            "story": plain(item["story"]),
            "money_use": plain(item.get("money_use", "")),
            "easy_text": plain(item.get("easy_text", "")),
            "cause": item["cause"],
            "district": place or self.institution.district,
            "goal_cents": item.get("goal", 0) * 100 or None,
            "stretch_goal_cents": item.get("stretch", 0) * 100 or None,
            "ends_on": in_days(item["ends_in"]) if "ends_in" in item else None,
            "rule": item.get("rule", "keep"),
        }
        wish = wishes.create_wish(
            institution=self.institution,
            by=self.owner,
            words=words,
            language=item.get("language", "de"),
        )
        for need in item.get("needs", ()):
            words = {name: value for name, value in need.items() if name != "pledges"}
            wishes.add_need(wish=wish, words=words)
        if "picture" in item:
            name = f"wish-{item['picture']}.jpg"
            file = ContentFile((IMAGES / name).read_bytes(), name=name)
            wishes.add_pictures(wish=wish, pictures=[(file, item["alt"])], by=self.owner)
            self._describe(wish)
        return wish

    def _describe(self, wish: Wish) -> None:
        """The picture in the other languages."""
        image = wish.pictures.get().image
        image.description_en = self.item.get("alt_en", "")
        image.description_simple = self.item.get("alt_simple", "")
        image.credit = "Illustration: Norderstedt GO!"
        image.save()

    def _updates(self, wish: Wish) -> list[tuple[Any, Any]]:
        return [
            (days_ago(item["days_ago"], hour=15), partial(self._update, wish, item))
            for item in self.item.get("updates", ())
        ]

    def _update(self, wish: Wish, item: dict[str, Any]) -> None:
        update = updates.post_update(
            wish=wish,
            by=self.owner,
            kind=item.get("kind", "news"),
            title=item["title"],
            text=plain(item["text"]),
        )
        finishing.report(update=update, by=self.owner)

    def _pledges(self, wish: Wish) -> list[tuple[Any, Any]]:
        needs = wish.campaign.needs.order_by("pk")
        return [
            (days_ago(pledge["days_ago"], hour=12), partial(self._pledge, need, pledge))
            for need, item in zip(needs, self.item.get("needs", ()), strict=True)
            for pledge in item.get("pledges", ())
        ]

    def _pledge(self, need: Need, item: dict[str, Any]) -> None:
        pledge = pledging.promise(
            need=Need.objects.select_related("campaign").get(pk=need.pk),
            quantity=item.get("quantity", 1),
            name=item["name"],
            email=item["email"],
            note=item.get("note", ""),
            language="de",
            user=None,
        )
        state = item.get("state", "promised")
        if state == "unconfirmed":
            return
        domain.confirm_pledge(pledge=pledge)
        if "on" in item:
            domain.agree_hand_over(pledge=pledge, on=in_days(item["on"]))
        if state in ("handed_over", "thanked"):
            domain.hand_over(pledge=pledge)
        if state == "thanked":
            domain.thank(pledge=pledge)
