"""What of the wish list waits for somebody of the office, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.dashboard import Waiting, waiting
from cms.users.teams.dashboard import left_alone
from participation.wishlist.admin_views.common import may
from participation.wishlist.queries import alerts, payouts, receipts
from participation.wishlist.roles import MONEY, REVIEW


@waiting
def reviews(request: HttpRequest) -> Iterator[Waiting]:
    """Institutions, changes and wishes to look at; people wait for them."""
    if not may(request, REVIEW):
        return
    url = reverse("wishlist_review")
    if count := alerts.applications().count():
        text = ngettext("%(n)s institution to verify", "%(n)s institutions to verify", count)
        yield Waiting(text % {"n": count}, url, "group", urgent=True)
    if count := alerts.changes().count():
        text = ngettext(
            "%(n)s change of an institution to check",
            "%(n)s changes of institutions to check",
            count,
        )
        yield Waiting(text % {"n": count}, url, "edit", urgent=True)
    if count := alerts.wishes().count():
        text = ngettext("%(n)s wish to publish", "%(n)s wishes to publish", count)
        yield Waiting(text % {"n": count}, url, "gift", urgent=True)
    if count := alerts.notices().count():
        text = ngettext(
            "%(n)s institution's tax notice ends", "%(n)s institutions' tax notices end", count
        )
        yield Waiting(text % {"n": count}, url, "calendar")
    yield from left_alone(
        alerts.without_owner(), page="wishlist_institution", every="wishlist_institutions"
    )


@waiting
def money(request: HttpRequest) -> Iterator[Waiting]:
    """What is wrong, what can be paid out, and receipts that must be issued by hand."""
    if not may(request, MONEY):
        return
    if count := sum(alerts.money_troubles().values()):
        text = ngettext("%(n)s alert about donations", "%(n)s alerts about donations", count)
        yield Waiting(text % {"n": count}, reverse("wishlist_alerts"), "warning", urgent=True)
    if count := payouts.ready().count():
        text = ngettext("%(n)s payout is ready", "%(n)s payouts are ready", count)
        yield Waiting(text % {"n": count}, reverse("wishlist_payouts"), "upload")
    if count := payouts.to_plan().filter(blocked="").count():
        text = ngettext(
            "%(n)s wish with money to set aside", "%(n)s wishes with money to set aside", count
        )
        yield Waiting(text % {"n": count}, reverse("wishlist_payouts"), "gift")
    if count := receipts.wished_for().count():
        text = ngettext("%(n)s receipt wished for", "%(n)s receipts wished for", count)
        yield Waiting(text % {"n": count}, reverse("wishlist_receipts_wished"), "doc-full")
