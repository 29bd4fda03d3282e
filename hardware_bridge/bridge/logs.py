"""Logs of the processes that run without Django."""

import logging
import sys

import structlog
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info


def configure_logs(level: str, *, as_json: bool) -> None:
    """One event a line, as the rest of the platform has it; no payload and no name of a person."""
    stamp = TimeStamper(fmt="iso" if as_json else "%H:%M:%S", utc=as_json, key="timestamp")
    renderer = (
        JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level, logging.INFO)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
