"""What editors do about live values: notices, and pages made of blocks."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.test.utils.form_data import nested_form_data, streamfield

from hardware_bridge import models
from hardware_bridge.blocks.live import ChartBlock
from tests.factories.hardware import DeviceFactory
from tests.factories.people import UserFactory
from tests.hardware.parks import group, speaking

pytestmark = pytest.mark.django_db
ADD = "hardware_notices:add"


@pytest.fixture
def editor(client, site):
    user = UserFactory(role="Editors")
    client.force_login(user)
    client.user = user
    return client


def notice(device, **changes) -> dict:
    given = {
        "device": device.pk,
        "text": "Außer Betrieb, Reparatur am Dienstag",
        "text_en": "",
        "text_easy": "",
        "start": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        "until": (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M"),
    }
    return given | changes


def test_an_editor_says_something_in_place_of_a_value_until_an_end(editor):
    device = DeviceFactory()
    answer = editor.post(reverse(ADD), notice(device))
    assert answer.status_code == 302, answer.context["form"].errors
    made = models.Override.objects.get()
    assert (made.device, made.created_by) == (device, editor.user)
    assert "Reparatur am Dienstag" in editor.get(device.get_absolute_url()).content.decode()


def test_an_end_before_the_beginning_and_an_empty_text_are_refused(editor):
    yesterday = (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    answer = editor.post(reverse(ADD), notice(DeviceFactory(), until=yesterday, text=""))
    assert answer.context["form"].errors["until"] == ["Das Ende liegt vor dem Beginn."]
    assert "text" in answer.context["form"].errors
    assert not models.Override.objects.exists()


def test_an_end_that_is_over_is_refused(editor):
    long_ago = (timezone.localtime() - timedelta(days=9)).strftime("%Y-%m-%d %H:%M")
    yesterday = (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    answer = editor.post(reverse(ADD), notice(DeviceFactory(), start=long_ago, until=yesterday))
    assert "Das Ende ist schon vorbei." in answer.content.decode()


def test_whoever_has_no_rights_writes_no_notice(client, site):
    client.force_login(UserFactory())
    assert client.get(reverse(ADD)).status_code == 403


@pytest.mark.parametrize("chooser", ["hardware_device_chooser", "hardware_group_chooser"])
def test_devices_and_groups_are_chosen_in_a_dialogue(editor, chooser):
    DeviceFactory(name="Glas am Markt")
    group(name="Gruppe am Markt")
    answer = editor.get(reverse(f"{chooser}:choose"))
    assert answer.status_code == 200
    assert "am Markt" in json.loads(answer.content)["html"]


def test_a_device_is_found_in_the_dialogue_by_words_of_its_name_and_place(editor):
    DeviceFactory(name="Glas am Markt", place="Falkenberg")
    DeviceFactory(name="Papier am Markt", place="Seeufer")
    dialogue = json.loads(editor.get(reverse("hardware_device_chooser:choose")).content)
    assert 'name="q"' in dialogue["html"]
    address = reverse("hardware_device_chooser:choose_results")
    found = editor.get(address, {"q": "markt see"}).content.decode()
    assert "Papier am Markt" in found
    assert "Seeufer" in found
    assert "Glas am Markt" not in found


def test_an_editor_composes_a_status_page(editor, site):
    overview = models.LiveOverviewPage(title="Live", slug="live", introduction="Alles live.")
    site.home.add_child(instance=overview)
    park = group()
    (device,) = speaking(1, group=park)
    address = reverse("wagtailadmin_pages:add", args=["hardware", "statuspage", overview.pk])
    assert editor.get(address).status_code == 200
    blocks = [
        ("live_device", {"device": device.pk}),
        ("live_group", {"title": "Alle Container", "group": park.pk}),
    ]
    data = nested_form_data(
        {
            "title": "Container",
            "slug": "container",
            "introduction": "Wie voll sie sind.",
            "body": streamfield(blocks),
        }
    )
    answer = editor.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    models.StatusPage.objects.get().get_latest_revision().publish()
    shown = editor.get("/live/container/").content.decode()
    assert "Alle Container" in shown
    assert shown.count(device.get_absolute_url()) == 2


def test_a_chart_needs_a_device_or_a_group_and_not_both(editor, site):
    block = ChartBlock()
    park = group()
    device = DeviceFactory(group=park)
    given = {"title": "Verlauf", "measure": "fill_percent", "span": "day"}
    for chosen, fits in (
        ({"device": device}, True),
        ({"group": park}, True),
        ({"device": device, "group": park}, False),
        ({}, False),
    ):
        value = block.to_python(given | {name: thing.pk for name, thing in chosen.items()})
        if fits:
            assert block.clean(value)
        else:
            with pytest.raises(StructBlockValidationError) as refused:
                block.clean(value)
            assert "device" in refused.value.block_errors
