"""Background jobs of the machines."""

from typing import Any
from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from hardware_bridge.domain import commands, duty, ingest, judging, retention, rollups
from hardware_bridge.models import DutyGroup

log = structlog.get_logger(__name__)


@app.task(name="hardware.look")
def look(readings: list[list[Any]]) -> None:
    """Tell the watchers of readings that the bridge has just stored."""
    ingest.tell([ingest.stored(row) for row in readings])


@app.task(name="hardware.take_answer")
def take_answer(answer: dict[str, Any]) -> None:
    """Take over a device's answer to a command, as the bridge has received it."""
    commands.take_answer(
        device_id=answer["device"],
        public_id=UUID(answer["command"]),
        state=answer["state"],
        detail=answer["detail"],
        at=ingest.moment(answer["at"]),
        received_at=ingest.moment(answer["received"]),
        topic=answer["topic"],
        payload=answer["payload"],
    )


@app.periodic(cron="* * * * *")
@app.task(name="hardware.end_commands", queueing_lock="hardware.end_commands")
def end_commands(timestamp: int) -> None:
    """Let commands expire and give up on answers: every minute, and when a bridge notices."""
    over = commands.end_what_is_over()
    if over:
        log.info("commands_over", count=over)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hardware.roll_up", queueing_lock="hardware.roll_up")
def roll_up(timestamp: int) -> None:
    """Every five minutes: hourly and daily values, and all that was missed in an outage."""
    log.info("rolled_up", steps=rollups.catch_up())


@app.periodic(cron="17 2 * * *")
@app.task(name="hardware.keep_house", queueing_lock="hardware.keep_house")
def keep_house(timestamp: int) -> None:
    """Every night: partitions for the coming months, and an end for what is no longer kept."""
    log.info("readings_kept", partitions_made=retention.make_partitions(), **retention.forget())


@app.periodic(cron="* * * * *")
@app.task(name="hardware.judge", queueing_lock="hardware.judge")
def judge(timestamp: int) -> None:
    """Every minute: let the rules open and close incidents."""
    counts = judging.judge_all()
    if any(counts.values()):
        log.info("alerts_judged", **counts)


@app.task(name="hardware.tell_duty")
def tell_duty(group_id: int) -> None:
    """Tell a group on duty what has happened since it was last told; one that is gone is passed
    over."""
    group = DutyGroup.objects.filter(pk=group_id).first()
    if group is not None:
        log.info("duty_told", group=group_id, alerts=duty.tell(group=group))


@app.periodic(cron="*/5 * * * *")
@app.task(name="hardware.tell_waiting", queueing_lock="hardware.tell_waiting")
def tell_waiting(timestamp: int) -> None:
    """Every five minutes: the digest of the night for groups whose night is over."""
    told = duty.tell_all()
    if told:
        log.info("duty_told", alerts=told)
