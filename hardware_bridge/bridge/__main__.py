"""``manage.py bridge`` becomes this process."""

import logging
import os
import signal
import sys

import structlog
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info

from hardware_bridge.bridge.config import VARIABLE, Config, loaded
from hardware_bridge.bridge.service import Bridge


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    config = loaded(os.environ.pop(VARIABLE))
    configure_logs(config)
    bridge = Bridge(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, bridge.stop)
    structlog.get_logger(__name__).info("started", session=config.client_id)
    bridge.run()


def configure_logs(config: Config) -> None:
    """One event a line, as the rest of the platform has it; no payload and no name of a person."""
    as_json = config.log_as_json
    stamp = TimeStamper(fmt="iso" if as_json else "%H:%M:%S", utc=as_json, key="timestamp")
    renderer = (
        JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(config.log_level, logging.INFO)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    main()
