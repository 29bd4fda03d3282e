"""Lockers, lights and collection in the admin: who may do what, and what is told back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.admin_views import bins, lights, lockers
from hardware_bridge.domain import bins as bin_verbs
from tests.factories.park import (
    GroupFactory,
    LightPlanFactory,
    RoundFactory,
    container,
    hours_of,
    light,
    permitted_project,
    says,
    station,
)
from tests.factories.people import PASSWORD, UserFactory
from tests.hardware.test_depot import tour_of

pytestmark = pytest.mark.django_db
SIGNED = {"hardware_locker_log"}
"""Who opened which door when is for those who operate them."""
ROUTES = [*bins.urls(), *lights.urls(), *lockers.urls()]
POSTED = {
    *("hardware_drop_tour", "hardware_end_by_hand", "hardware_open_locker"),
    "hardware_locker_service",
}


def signed_in(client, role):
    user = UserFactory(role=role)
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def operator(client, site):
    return signed_in(client, "Hardware operators")


@pytest.fixture
def depot(client, site):
    return signed_in(client, "Depot")


@pytest.fixture
def address(site):
    """A function that gives the address of a page, of rows that exist."""
    group = GroupFactory()
    lamp = light(1, group, permitted_project(site))
    override = models.LightOverride.objects.create(
        device=lamp, level_percent=5, reason="Test", until=timezone.now() + timedelta(hours=1)
    )
    keys = {
        "hardware_collection": RoundFactory().pk,
        "hardware_tour": tour_of(1).pk,
        "hardware_drop_tour": tour_of(1).pk,
        "hardware_end_by_hand": override.pk,
        "hardware_set_light": lamp.pk,
        "hardware_set_light_group": group.pk,
        "hardware_locker_log": station().compartments.first().pk,
        "hardware_open_locker": models.Compartment.objects.first().pk,
    }

    def address(route):
        return reverse(route.name, args=[keys[route.name]] if route.name in keys else [])

    return address


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
class TestTheDoor:
    def test_editors_who_only_see_devices_change_nothing(self, client, address, route, site):
        signed_in(client, "Editors")
        if route.name in POSTED or "set_light" in route.name:
            assert client.post(address(route)).status_code == 302
            assert not models.Command.objects.exists()
            assert not models.Tour.objects.filter(state="dropped").exists()
        elif route.name in SIGNED:
            assert client.get(address(route)).status_code == 302
        else:
            assert client.get(address(route)).status_code == 200

    def test_operators_see_every_page(self, operator, client, address, route):
        if route.name not in POSTED:
            assert client.get(address(route)).status_code == 200


class TestLockers:
    def test_a_compartment_is_opened_and_signed_for(self, operator, client):
        box = station().compartments.first()
        client.post(reverse("hardware_open_locker", args=[box.pk]))
        command = models.Command.objects.get()
        assert (command.state, command.requested_by) == ("accepted", operator)
        page = client.get(reverse("hardware_lockers")).content.decode()
        assert str(operator) in page
        log = client.get(reverse("hardware_locker_log", args=[box.pk])).content.decode()
        assert str(command.public_id) in log
        assert "Angefordert" in log
        assert "Angenommen" in log

    def test_who_opened_one_is_not_told_to_who_only_sees_devices(self, operator, client):
        box = station().compartments.first()
        client.post(reverse("hardware_open_locker", args=[box.pk]))
        signed_in(client, "Editors")
        for route, key in (("hardware_lockers", ()), ("hardware_device", [box.device_id])):
            page = client.get(reverse(route, args=key)).text
            assert "Angenommen" in page
            assert str(operator) not in page

    def test_ticked_ones_go_out_of_service_with_a_reason_and_back(self, operator, client):
        boxes = [str(box.pk) for box in station().compartments.all()]
        url = reverse("hardware_locker_service")
        answer = client.post(url, {"act": "out", "box": boxes[:1]})
        assert answer.status_code == 422
        assert answer.text.count(" checked>") == 1
        client.post(url, {"act": "out", "box": boxes, "reason": "Wartung"})
        assert models.Compartment.objects.filter(is_in_service=False).count() == 2
        assert "Wartung" in client.get(reverse("hardware_lockers")).content.decode()
        client.post(url, {"act": "back", "box": boxes})
        assert not models.Compartment.objects.filter(is_in_service=False).exists()

    @pytest.mark.parametrize("ticked", [[], ["x"], ["999999"], ["9" * 5000]])
    def test_nothing_ticked_is_told(self, operator, client, ticked):
        url = reverse("hardware_locker_service")
        page = client.post(url, {"act": "out", "box": ticked, "reason": "x"}, follow=True)
        assert "zuerst" in page.content.decode()


class TestLights:
    def until(self, **more):
        end = timezone.localtime() + timedelta(hours=2)
        return {"level_percent": "40", "until": f"{end:%Y-%m-%dT%H:%M}", "reason": "Fest"} | more

    def test_a_group_is_set_by_hand_and_given_back(self, operator, client, site):
        group = GroupFactory()
        LightPlanFactory(group=group)
        light(1, group, permitted_project(site))
        client.post(reverse("hardware_set_light_group", args=[group.pk]), self.until())
        override = models.LightOverride.objects.get()
        assert (override.level_percent, override.created_by) == (40, operator)
        assert "Fest" in client.get(reverse("hardware_lights")).content.decode()
        client.post(reverse("hardware_end_by_hand", args=[override.pk]))
        override.refresh_from_db()
        assert override.ended_at is not None

    @pytest.mark.parametrize(
        ("permit", "has_plan", "button", "sentence"),
        [
            ("granted", True, "Zurück zum Plan", "Der Plan gilt wieder."),
            ("granted", False, "Beenden", "sich wieder selbst"),
            ("requested", True, "Beenden", "ohne alle Genehmigungen"),
        ],
    )
    def test_whoever_ends_it_is_told_what_is_true_then(
        self, operator, client, site, permit, has_plan, button, sentence
    ):
        group = GroupFactory()
        LightPlanFactory(group=group, is_active=has_plan)
        lamp = light(1, group, permitted_project(site, permit))
        end = timezone.now() + timedelta(hours=2)
        of_lamp, of_group = (
            models.LightOverride.objects.create(level_percent=40, reason="Fest", until=end, **scope)
            for scope in ({"device": lamp}, {"group": group})
        )
        assert client.get(reverse("hardware_lights")).content.decode().count(button) == 2
        ending = reverse("hardware_end_by_hand", args=[of_lamp.pk])
        answer = client.post(ending, follow=True).content.decode()
        assert ("sonst von Hand" in answer) == (permit == "granted")
        ending = reverse("hardware_end_by_hand", args=[of_group.pk])
        assert sentence in client.post(ending, follow=True).content.decode()

    def test_without_permits_it_is_told_and_nothing_is_sent(self, operator, client, site):
        lamp = light(1, GroupFactory(), permitted_project(site, "requested"))
        answer = client.post(reverse("hardware_set_light", args=[lamp.pk]), self.until())
        assert answer.status_code == 422
        assert "Genehmigungen" in answer.content.decode()
        assert not models.Command.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [{"level_percent": "101"}, {"level_percent": "x"}, {"until": "gestern"}, {"reason": ""}],
    )
    def test_what_is_wrong_is_told_at_its_field(self, operator, client, site, wrong):
        lamp = light(1, GroupFactory(), permitted_project(site))
        url = reverse("hardware_set_light", args=[lamp.pk])
        answer = client.post(url, self.until(**wrong))
        assert answer.status_code == 422
        assert "error-message" in answer.content.decode()

    def test_a_plan_is_written_once_for_a_group(self, operator, client):
        plan = LightPlanFactory()
        page = client.get(reverse("hardware_plans:edit", args=[plan.pk]))
        assert page.status_code == 200
        form = {name: getattr(plan, name) for name in page.context["form"].fields}
        form |= {"group": plan.group_id, "night_level_percent": 120}
        again = client.post(reverse("hardware_plans:edit", args=[plan.pk]), form)
        plan.refresh_from_db()
        assert plan.night_level_percent == 20
        assert "100" in again.content.decode()
        client.post(
            reverse("hardware_plans:edit", args=[plan.pk]), form | {"night_level_percent": 0}
        )
        plan.refresh_from_db()
        assert plan.night_level_percent == 0


class TestCollection:
    @pytest.fixture
    def round_(self):
        round_ = RoundFactory(weekdays=list(range(7)))
        for number, level in ((1, 90), (2, 20), (3, 80)):
            device = container(number, round_.group)
            hours_of(device, "fill_percent", [level * hour / 96 for hour in range(97)])
            says(device, fill_percent=float(level))
        bin_verbs.make_forecasts()
        return round_

    def test_the_list_becomes_a_tour_that_is_driven(self, depot, client, round_):
        url = reverse("hardware_collection", args=[round_.pk])
        assert "Container 01" in client.get(url).content.decode()
        answer = client.post(url, {"day": timezone.localdate().isoformat()}, follow=True)
        tour = models.Tour.objects.get()
        assert tour.stops.count() == 2
        page = answer.content.decode()
        assert tour.get_absolute_url() in page
        other = models.Device.objects.get(name="Container 02")
        added = client.post(
            reverse("hardware_tour", args=[tour.pk]), {"device": other.pk}, follow=True
        )
        assert "„Container 02“ gehört jetzt zur Tour." in added.text
        assert tour.stops.count() == 3
        client.post(reverse("hardware_drop_tour", args=[tour.pk]))
        tour.refresh_from_db()
        assert tour.state == "dropped"

    def test_with_nothing_to_empty_it_is_said_and_there_is_no_tour(self, depot, client):
        url = reverse("hardware_collection", args=[RoundFactory().pk])
        page = client.post(url, {"day": timezone.localdate().isoformat()})
        assert "An diesem Tag muss kein Container geleert werden." in page.content.decode()
        assert not models.Tour.objects.exists()

    def test_a_day_is_looked_at_before_a_tour_is_made(self, depot, client, round_):
        tomorrow = timezone.localdate() + timedelta(days=1)
        url = reverse("hardware_collection", args=[round_.pk])
        page = client.get(url, {"day": tomorrow.isoformat()})
        assert page.context["form"]["day"].value() == tomorrow.isoformat()
        # The day goes into the address, the token of the form must not.
        assert '<form class="park-bar" method="get"' in page.text
        assert 'formmethod="post"' in page.text
        assert page.text.split('class="park-bar"')[1].count('type="hidden"') == 0
        assert not models.Tour.objects.exists()

    def test_what_is_over_is_neither_dropped_nor_added_to(self, depot, client):
        tour = tour_of(1, state="done")
        other = container(9, tour.group)
        page = client.post(reverse("hardware_drop_tour", args=[tour.pk]), follow=True)
        assert "Diese Tour ist vorbei." in page.content.decode()
        client.post(reverse("hardware_tour", args=[tour.pk]), {"device": other.pk})
        tour.refresh_from_db()
        assert (tour.state, tour.stops.count()) == ("done", 1)

    @pytest.mark.parametrize("day", ["gestern", "2020-01-01"])
    def test_a_day_that_is_past_is_told(self, depot, client, round_, day):
        url = reverse("hardware_collection", args=[round_.pk])
        assert client.post(url, {"day": day}).status_code == 422
        assert not models.Tour.objects.exists()

    def test_a_round_has_days(self, operator, client):
        group = GroupFactory()
        form = {
            "group": group.pk,
            "weekdays": ["3", "0"],
            "starts_at": "07:00",
            "threshold_percent": "70",
            "depot_name": "Betriebshof",
            "depot_latitude": "53.7",
            "depot_longitude": "10.0",
        }
        url = reverse("hardware_rounds:add")
        client.post(url, {name: value for name, value in form.items() if name != "weekdays"})
        assert not models.CollectionRound.objects.exists()
        client.post(url, form)
        assert models.CollectionRound.objects.get().weekdays == [0, 3]
        assert "Mo, Do" in client.get(reverse("hardware_rounds:index")).content.decode()

    @pytest.mark.parametrize("many", [1, 30])
    def test_rounds_cost_the_same_however_many(self, depot, client, many, assert_query_count):
        for _each in range(many):
            container(_each, RoundFactory().group)
        client.get(reverse("hardware_bins"))
        with assert_query_count(16):
            client.get(reverse("hardware_bins"))

    @pytest.mark.parametrize("many", [1, 30])
    def test_tours_cost_the_same_however_many(self, depot, client, many, assert_query_count):
        for _each in range(many):
            tour_of(2)
        client.get(reverse("hardware_tours"))
        with assert_query_count(14):
            client.get(reverse("hardware_tours"))
