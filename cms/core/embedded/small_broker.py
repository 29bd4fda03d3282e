"""``python -m cms.core.embedded.small_broker PORT``: a broker of MQTT 3.1.1 from PyPI (amqtt).

For ``make run`` where Mosquitto is missing. It keeps nothing when it ends, and messages that are
under way at a reconnect may be lost.
"""

import asyncio
import logging
import signal
import sys

from amqtt.broker import Broker

HOST = "127.0.0.1"
PLUGINS = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}


async def serve(port: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    listener = {"default": {"type": "tcp", "bind": f"{HOST}:{port}"}}
    broker = Broker({"listeners": listener, "plugins": PLUGINS})
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await broker.start()
    await ended.wait()
    await broker.shutdown()


if __name__ == "__main__":
    # It tells of every connection, and of each that breaks at length.
    logging.basicConfig(level=logging.CRITICAL, format="%(message)s")
    asyncio.run(serve(int(sys.argv[1])))
