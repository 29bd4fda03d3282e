"""``manage.py bridge`` becomes this process."""

import os
import signal

import structlog

from hardware_bridge.bridge.config import VARIABLE, loaded
from hardware_bridge.bridge.logs import configure_logs
from hardware_bridge.bridge.service import Bridge


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    config = loaded(os.environ.pop(VARIABLE))
    configure_logs(config.log_level, as_json=config.log_as_json)
    bridge = Bridge(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, bridge.stop)
    structlog.get_logger(__name__).info("started", session=config.client_id)
    bridge.run()


if __name__ == "__main__":
    main()
