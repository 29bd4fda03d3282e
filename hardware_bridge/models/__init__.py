"""Machines, what they said, and what they were told."""

from hardware_bridge.models.alerts import Alert, AlertRule
from hardware_bridge.models.commands import Command, CommandEvent
from hardware_bridge.models.devices import MOST_COMPARTMENTS, Compartment, Device, DeviceModel
from hardware_bridge.models.groups import DeviceGroup, DutyGroup
from hardware_bridge.models.health import BridgeStatus, DeadLetter, UnknownDevice
from hardware_bridge.models.lights import LightControl, LightNight, LightOverride, LightPlan
from hardware_bridge.models.measures import MEASURES, Measure, PublicMeasure
from hardware_bridge.models.pages import LiveOverviewPage, StatusPage
from hardware_bridge.models.readings import (
    DayRollup,
    HourRollup,
    LateBatch,
    Latest,
    Reading,
    Received,
    RollupMark,
)
from hardware_bridge.models.rounds import BinForecast, CollectionRound
from hardware_bridge.models.settings import HardwareSettings
from hardware_bridge.models.states import DeviceState, Override
from hardware_bridge.models.tours import Tour, TourStop

__all__ = [
    "MEASURES",
    "MOST_COMPARTMENTS",
    "Alert",
    "AlertRule",
    "BinForecast",
    "BridgeStatus",
    "CollectionRound",
    "Command",
    "CommandEvent",
    "Compartment",
    "DayRollup",
    "DeadLetter",
    "Device",
    "DeviceGroup",
    "DeviceModel",
    "DeviceState",
    "DutyGroup",
    "HardwareSettings",
    "HourRollup",
    "LateBatch",
    "Latest",
    "LightControl",
    "LightNight",
    "LightOverride",
    "LightPlan",
    "LiveOverviewPage",
    "Measure",
    "Override",
    "PublicMeasure",
    "Reading",
    "Received",
    "RollupMark",
    "StatusPage",
    "Tour",
    "TourStop",
    "UnknownDevice",
]
