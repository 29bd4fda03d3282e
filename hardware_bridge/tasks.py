"""Background jobs of the machines."""

from typing import Any
from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from hardware_bridge.domain import (
    bins,
    commands,
    doors,
    duty,
    energy,
    ingest,
    judging,
    lights,
    retention,
    rollups,
)
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
@app.task(name="hardware.keep_lights", queueing_lock="hardware.keep_lights")
def keep_lights(timestamp: int) -> None:
    """Every minute: tell lights what their plan, or somebody by hand, wants of them now."""
    told = lights.keep_to_plans()
    if told:
        log.info("lights_told", count=told)


@app.periodic(cron="* * * * *")
@app.task(name="hardware.look_at_doors", queueing_lock="hardware.look_at_doors")
def look_at_doors(timestamp: int) -> None:
    """Every minute: doors that have been open for too long."""
    raised = doors.look_for_long_open_doors()
    if raised:
        log.info("doors_open_too_long", count=raised)


@app.periodic(cron="38 10 * * *")
@app.task(name="hardware.count_nights", queueing_lock="hardware.count_nights")
def count_nights(timestamp: int) -> None:
    """Every day: what the lights took in the last nights."""
    log.info("nights_counted", count=energy.count_nights())


@app.periodic(cron="8 * * * *")
@app.task(name="hardware.forecast_bins", queueing_lock="hardware.forecast_bins")
def forecast_bins(timestamp: int) -> None:
    """Every hour: when each container will be full."""
    log.info("bins_forecast", count=bins.make_forecasts())


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
