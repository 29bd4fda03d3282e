"""Machines of the simulated park, for its tests."""

from datetime import UTC, datetime

from hardware_bridge.demo.park import BIN, LIGHT, LOCKER, machines

SEED = 1
DAY = 86400
# A Tuesday, midnight in Berlin (summer time).
MIDNIGHT = datetime(2026, 5, 4, 22, tzinfo=UTC).timestamp()
BINS = [machine for machine in machines() if machine.kind == BIN]
NEW_LIGHT = next(machine for machine in machines() if machine.is_new)
OLD_LIGHT = next(m for m in machines() if m.kind == LIGHT and not (m.is_new or m.is_faulty))
USED, UNUSED = (machine for machine in machines() if machine.kind == LOCKER)
