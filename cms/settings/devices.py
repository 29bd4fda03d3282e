"""Settings of the machines: the broker, and what is believed and taken of their messages."""

from urllib.parse import urlsplit

from cms.settings.variables import value

MQTT_URL = value("MQTT_URL")
# A device's own time is believed within these limits around the time of receipt.
HARDWARE_PAST_SECONDS = 90 * 24 * 60 * 60
HARDWARE_FUTURE_SECONDS = 5 * 60
# Of one device: so many messages a second for long, and so many at once after an outage.
HARDWARE_RATE = 20
HARDWARE_BURST = 20_000
# Of the broker: messages on their way that are not yet acknowledged, and how long it keeps what
# comes while no bridge is there.
HARDWARE_RECEIVE_MAXIMUM = 4096
HARDWARE_SESSION_SECONDS = 7 * 24 * 60 * 60
# Metres from each of some points (latitude, longitude) to each: as the crow flies, or by a function
# of the city's own that knows the roads.
HARDWARE_DISTANCES = "hardware_bridge.reckoning.routing.crow_flies"
# Where `/live/stream/` leads when the proxy does not take it to the stream process itself.
STREAM_URL = value("STREAM_URL")
STREAM_ORIGINS = [f"{part.scheme}://{part.netloc}" for part in [urlsplit(STREAM_URL)] if STREAM_URL]
# Of the process that holds event streams: all, and those of one address (a school behind one).
STREAM_MOST = 2000
STREAM_MOST_OF_ONE = 60
