"""Jobs about institutions, wishes, pledges and donors that need no payment provider."""

import structlog
from crowdfunding_lite import domain
from procrastinate.contrib.django import app

from participation.wishlist.domain import institutions, members, pledging, retention, updates
from participation.wishlist.models import WishUpdate

log = structlog.get_logger(__name__)


@app.periodic(cron="47 * * * *")
@app.task(name="wishlist.forget", queueing_lock="wishlist.forget")
def forget(timestamp: int) -> None:
    """Every hour: applications, invitations and pledges that nobody has confirmed."""
    log.info(
        "wishlist_forgotten",
        applications=institutions.expire_unconfirmed(),
        invitations=members.forget_old_invitations(),
        pledges=domain.expire_pledges(),
    )


@app.periodic(cron="12 8 * * *")
@app.task(name="wishlist.remind", queueing_lock="wishlist.remind")
def remind(timestamp: int) -> None:
    """Every morning: whoever has promised something and not handed it over."""
    log.info("pledges_reminded", people=pledging.remind_of_pledges())


@app.periodic(cron="41 2 * * *")
@app.task(name="wishlist.apply_retention", queueing_lock="wishlist.apply_retention")
def apply_retention(timestamp: int) -> None:
    """Every night: donors and givers whose time is over."""
    log.info(
        "wishlist_retention",
        donors=retention.shred_old_donors(),
        pledges=retention.forget_old_pledges(),
    )


@app.task(name="wishlist.tell_readers")
def tell_readers(update_id: int) -> None:
    """Mail an update to donors who want to hear of the wish."""
    update = WishUpdate.objects.select_related("wish__campaign").filter(pk=update_id).first()
    if update is not None:
        log.info("update_told", update=update_id, people=updates.tell_readers(update=update))
