"""Who of the office works with machines."""

from django.utils.translation import gettext_lazy as _

from cms.users.roles import NAMES

OPERATORS = "Hardware operators"
DEPOT = "Depot"

OPERATE = "hardware.operate_device"
DRIVE = "hardware.drive_tour"

NAMES |= {OPERATORS: _("Hardware operators"), DEPOT: _("Depot")}
