"""Jobs that read the calendars of institutions."""

from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from cms.core.jobs import enqueue
from participation.culture.domain import feeds
from participation.culture.models import Feed
from participation.culture.models.choices import FeedState

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="culture.read_feeds", queueing_lock="culture.read_feeds")
def read_feeds(timestamp: int) -> None:
    """Every five minutes: ask for the calendars whose time has come, each in a job of its own."""
    for pk in feeds.due():
        enqueue(feeds.JOB, feed_id=pk)


@app.task(name=feeds.JOB)
def read_feed(feed_id: int) -> None:
    """Read one calendar. Waiting twice for the same one asks once: then it is no longer due."""
    feed = Feed.objects.select_related("institution").filter(pk=feed_id).first()
    if feed is None or feed.state == FeedState.PAUSED or feed.pk not in feeds.due():
        return
    taken = feeds.refresh(feed=feed)
    feed.refresh_from_db()
    log.info(
        "feed_read",
        feed=feed_id,
        state=feed.state,
        new=taken.new if taken else 0,
        changed=taken.changed if taken else 0,
        gone=taken.gone if taken else 0,
    )


@app.task(name=feeds.INDEX_JOB)
def index_feed(feed_id: int, since: str) -> None:
    """Let the search know what a calendar has changed."""
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is not None:
        count = feeds.make_findable(feed=feed, since=datetime.fromisoformat(since))
        log.info("feed_indexed", feed=feed_id, events=count)
