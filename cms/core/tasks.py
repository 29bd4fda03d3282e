"""Background jobs of every installation: publishing on time, and clearing what nobody needs."""

import structlog
from django.core.management import call_command
from procrastinate.contrib.django import app

log = structlog.get_logger(__name__)

KEPT_JOBS_HOURS = 24 * 14


@app.periodic(cron="* * * * *")
@app.task(name="core.publish_scheduled", queueing_lock="core.publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish and take down pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


@app.periodic(cron="43 3 * * *")
@app.task(name="core.clear", queueing_lock="core.clear")
def clear(timestamp: int) -> None:
    """Delete sessions that are over; Procrastinate's own task deletes finished jobs."""
    call_command("clearsessions")
    app.configure_task("builtin:procrastinate.builtin_tasks.remove_old_jobs").defer(
        max_hours=KEPT_JOBS_HOURS, remove_failed=False
    )
    log.info("cleared")
