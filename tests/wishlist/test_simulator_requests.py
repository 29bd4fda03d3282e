"""How the simulator treats requests: schema, idempotency, lists, expansion, faults."""

import http.client
import json
import threading
import time
import urllib.parse
from urllib.parse import urlsplit

import pytest
import stripe

from tests.factories.stripe import VERSION, connect


def send(simulator, method, path, body="", **headers):
    """A request without Stripe's library; status, headers and the answer's object."""
    place = urlsplit(simulator.address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    names = {"Authorization": f"Bearer {simulator.key}", **names}
    connection.request(method, path, body, names)
    answer = connection.getresponse()
    parsed = json.loads(answer.read())
    connection.close()
    return answer.status, dict(answer.headers), parsed


def customers(stripe_client, number):
    """So many customers, oldest first."""
    made = [stripe_client.customers.create({"email": f"{n}@example.org"}) for n in range(number)]
    return [one.id for one in made]


# --- the schema --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "param", "words"),
    [
        ("charge=ch_1&colour=red", "parameter_unknown", "colour", "unknown parameter: colour"),
        ("charge=ch_1&amount=ten", "parameter_invalid_integer", "amount", "Invalid integer: ten"),
        ("charge=ch_1&reason=mood", None, "reason", "must be one of duplicate, fraudulent, or"),
        ("charge=", "parameter_invalid_empty", "charge", "empty string for 'charge'"),
        ("charge[id]=ch_1", None, "charge", "Invalid string"),
        ("charge=ch_1&metadata=x", None, "metadata", "Invalid object"),
        ("charge=ch_1&refund_application_fee=maybe", None, "refund_application_fee", "boolean"),
        (f"charge=ch_1&metadata[a]={'x' * 501}", None, "metadata", "up to 500 characters"),
    ],
)
def test_parameters_against_stripes_schema_are_refused_and_noted(
    stripe_simulator, body, code, param, words
):
    status, _headers, answer = send(stripe_simulator, "POST", "/v1/refunds", body)
    error = answer["error"]
    assert status == 400
    assert (error["type"], error.get("code")) == ("invalid_request_error", code)
    assert error["param"].startswith(param)
    assert words in error["message"]
    (violation,) = stripe_simulator.violations()
    assert violation["operation"] == "post /v1/refunds"


def test_a_parameter_that_must_be_there_is_missed(stripe_simulator):
    status, _headers, answer = send(stripe_simulator, "POST", "/v1/transfers", "amount=5")
    assert status == 400
    assert answer["error"]["code"] == "parameter_missing"
    assert answer["error"]["param"] == "currency"


def test_nested_parameters_are_named_as_stripe_names_them(stripe_simulator, new_session):
    price = {"currency": "eur", "unit_amount": 500, "product_data": {"name": "x", "size": 7}}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_session(line_items=[{"quantity": 1, "price_data": price}])
    assert refused.value.param == "line_items[0][price_data][product_data][size]"


def test_what_the_schema_knows_leaves_no_violation(stripe_simulator, stripe_client, new_session):
    session = new_session(metadata={"donation": "7"}, submit_type="donate", locale="de")
    stripe_client.checkout.sessions.retrieve(session.id, {"expand": ["line_items"]})
    stripe_client.balance_transactions.list({"created": {"gte": 5}, "type": "charge", "limit": 3})
    assert stripe_simulator.violations() == []


def test_a_version_that_the_schema_does_not_describe_is_noted(stripe_simulator):
    connect(stripe_simulator, stripe_version="2026-10-28.endive").v1.balance.retrieve()
    (violation,) = stripe_simulator.violations()
    assert "2026-10-28.endive" in violation["message"]


def test_the_version_is_told_back(stripe_simulator):
    _status, headers, _answer = send(stripe_simulator, "GET", "/v1/balance", Stripe_Version=VERSION)
    assert headers["Stripe-Version"] == VERSION
    assert headers["Request-Id"].startswith("req_")


def test_an_address_that_stripe_does_not_have_is_not_found(stripe_simulator):
    status, _headers, answer = send(stripe_simulator, "GET", "/v1/donations")
    assert status == 404
    assert answer["error"]["message"].startswith("Unrecognized request URL (GET: /v1/donations)")


# --- idempotency -------------------------------------------------------------------------------


def test_the_same_request_again_gets_the_same_answer(stripe_simulator, new_session):
    first, second = new_session(key="donation-7"), new_session(key="donation-7")
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(stripe_simulator.objects("checkout.session")) == 1


def test_a_key_with_other_parameters_is_refused(new_session):
    new_session(2500, key="donation-7")
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as refused:
        new_session(2600, key="donation-7")
    assert refused.value.http_status == 400


def test_a_key_at_another_address_is_refused(stripe_client, new_session):
    new_session(key="donation-7")
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        stripe_client.customers.create({}, {"idempotency_key": "donation-7"})


def test_a_refusal_is_repeated_too_once_the_work_had_begun(stripe_simulator):
    body, key = "charge=ch_nobody", "refund-1"
    for replayed in (None, "true"):
        status, headers, answer = send(
            stripe_simulator, "POST", "/v1/refunds", body, Idempotency_Key=key
        )
        assert (status, answer["error"]["code"]) == (400, "resource_missing")
        assert headers.get("Idempotent-Replayed") == replayed


def test_a_request_that_was_refused_for_its_parameters_leaves_its_key_free(stripe_simulator):
    words = {"Idempotency_Key": "customer-1"}
    assert send(stripe_simulator, "POST", "/v1/customers", "size=1", **words)[0] == 400
    assert send(stripe_simulator, "POST", "/v1/customers", "email=a%40b.de", **words)[0] == 200


def test_a_key_in_use_is_a_conflict(stripe_simulator, stripe_client):
    stripe_simulator.fault("slow", times=1, seconds=1.0)
    words = {"Idempotency_Key": "customer-1"}
    first = threading.Thread(
        target=send, args=(stripe_simulator, "POST", "/v1/customers"), kwargs=words
    )
    first.start()
    time.sleep(0.3)
    status, _headers, answer = send(stripe_simulator, "POST", "/v1/customers", **words)
    first.join()
    assert status == 409
    assert answer["error"]["code"] == "idempotency_key_in_use"
    status, headers, _answer = send(stripe_simulator, "POST", "/v1/customers", **words)
    assert (status, headers["Idempotent-Replayed"]) == (200, "true")


def test_a_key_is_forgotten_after_a_day(stripe_simulator, new_session):
    first = new_session(key="donation-7")
    stripe_simulator.advance(days=1.1)
    assert new_session(key="donation-7").id != first.id


# --- lists and expansion -----------------------------------------------------------------------


def test_lists_are_newest_first_and_go_on_after_the_last_one(stripe_client):
    made = customers(stripe_client, 5)
    first = stripe_client.customers.list({"limit": 2})
    assert [one.id for one in first.data] == [made[4], made[3]]
    assert first.has_more
    rest = stripe_client.customers.list({"limit": 3, "starting_after": made[3]})
    assert [one.id for one in rest.data] == [made[2], made[1], made[0]]
    assert not rest.has_more


def test_the_library_pages_through_all_of_a_list(stripe_client):
    made = customers(stripe_client, 5)
    found = [one.id for one in stripe_client.customers.list({"limit": 2}).auto_paging_iter()]
    assert found == made[::-1]


def test_lists_go_backwards_before_one(stripe_client):
    made = customers(stripe_client, 4)
    earlier = stripe_client.customers.list({"limit": 2, "ending_before": made[0]})
    assert [one.id for one in earlier.data] == [made[2], made[1]]
    assert earlier.has_more


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_has_one_to_a_hundred_entries(stripe_client, limit):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.customers.list({"limit": limit})
    assert refused.value.param == "limit"


def test_lists_can_be_cut_by_time(stripe_simulator, stripe_client):
    customers(stripe_client, 1)
    moment = stripe_simulator.advance(days=1)
    customers(stripe_client, 2)
    assert len(stripe_client.customers.list({"created": {"gte": moment}}).data) == 2
    assert len(stripe_client.customers.list({"created": {"lt": moment}}).data) == 1


def test_only_what_can_be_expanded_is_expanded(stripe_client, new_session):
    session = new_session()
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        stripe_client.checkout.sessions.retrieve(session.id, {"expand": ["metadata.donor"]})
    with pytest.raises(stripe.InvalidRequestError, match="more than 4 levels"):
        stripe_client.checkout.sessions.retrieve(session.id, {"expand": ["a.b.c.d.e"]})


def test_what_is_not_there_yet_is_expanded_to_nothing(stripe_client, new_session):
    expand = {"expand": ["payment_intent.latest_charge"]}
    session = stripe_client.checkout.sessions.retrieve(new_session().id, expand)
    assert session.payment_intent is None


# --- faults ------------------------------------------------------------------------------------


def test_the_library_gets_over_a_failure_without_doing_anything_twice(
    stripe_simulator, stripe_client
):
    stripe_simulator.fault("answer", times=2, status=500, after=True)
    made = stripe_client.customers.create({"email": "donor@example.org"})
    assert [one["id"] for one in stripe_simulator.objects("customer")] == [made.id]
    assert len({one["idempotency_key"] for one in stripe_simulator.requests()}) == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_that_is_cut_is_tried_again(stripe_simulator, stripe_client, after):
    stripe_simulator.fault("hang_up", times=1, after=after)
    stripe_client.customers.create({"email": "donor@example.org"})
    assert len(stripe_simulator.objects("customer")) == 1


def test_the_limit_of_requests_is_told_as_stripe_tells_it(stripe_simulator):
    stripe_simulator.fault("answer", times=1, status=429)
    with pytest.raises(stripe.RateLimitError) as limited:
        connect(stripe_simulator).v1.balance.retrieve()
    assert limited.value.json_body["error"]["code"] == "rate_limit"


def test_a_fault_can_be_for_one_address_alone(stripe_simulator):
    stripe_simulator.fault("answer", status=500, match="post /v1/refunds")
    client = connect(stripe_simulator).v1
    client.balance.retrieve()
    with pytest.raises(stripe.APIError):
        client.refunds.create({"charge": "ch_1"})
    stripe_simulator.clear_faults()
    with pytest.raises(stripe.InvalidRequestError):
        client.refunds.create({"charge": "ch_1"})


def test_chance_repeats_itself_with_a_seed(stripe_simulator):
    def run():
        stripe_simulator.reset()
        stripe_simulator.fault("answer", probability=0.5, seed=7)
        return [send(stripe_simulator, "GET", "/v1/balance")[0] for _try in range(12)]

    assert run() == run()
    assert set(run()) == {200, 500}


def test_too_many_fields_are_refused_and_not_read(stripe_simulator):
    body = urllib.parse.urlencode([(f"metadata[{n}]", "x") for n in range(3000)])
    assert send(stripe_simulator, "POST", "/v1/customers", body)[0] == 400
