"""One mail a day to the treasury, and only while something is wrong with money."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.notifications import domain as notifications
from cms.users.queries import holders
from participation.wishlist.queries import alerts
from participation.wishlist.roles import MONEY

TOPIC = "wishlist-money"


def tell_treasury() -> int:
    """Tell what is wrong, once a day however often the job runs; how many were told."""
    troubles = alerts.money_troubles()
    if not troubles:
        return 0
    count = sum(troubles.values())
    title = ngettext("%(n)s alert about donations", "%(n)s alerts about donations", count)
    return notifications.notify(
        topic=TOPIC,
        numbers=[0],
        event=f"money-{timezone.localdate():%Y-%m-%d}",
        about=_("Wish list"),
        title=title % {"n": count},
        text="\n".join(f"{alerts.LABELS[key]}: {count}" for key, count in troubles.items()),
        path=reverse("wishlist_alerts"),
        always=holders(MONEY),
    )
