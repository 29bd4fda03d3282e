"""``python -m tests.simulators.feeds --port 9140``: the calendars of the demo, until stopped."""

import argparse

from tests.simulators.feeds.server import Server


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    server = Server(parser.parse_args().port)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
