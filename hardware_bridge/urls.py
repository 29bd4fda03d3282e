"""Addresses of devices; what editors write about them are pages."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from hardware_bridge.views import device

app_name = "hardware"
urlpatterns = [
    path(pgettext_lazy("address", "devices/<slug:slug>/"), device.detail, name="device"),
]
