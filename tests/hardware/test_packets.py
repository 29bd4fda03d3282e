"""The stream of a connection, cut into messages and other packets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD
from hardware_bridge.bridge.packets import DUP, RETAIN, Splitter, pubacks
from tests.simulators.publisher import packet

PINGRESP = b"\xd0\x00"


def fed(data: bytes, *, step: int = 0, has_properties: bool = False):
    """What comes of a stream that arrives in pieces."""
    splitter = Splitter(has_properties=has_properties)
    publishes, others = [], []
    step = step or len(data)
    for start in range(0, len(data), step):
        messages, rest = splitter.feed(data[start : start + step])
        publishes += messages
        others += rest
    return publishes, others


def test_messages_and_other_packets_are_told_apart():
    stream = packet("a/b", b"one", 7) + PINGRESP + packet("a/c", b"", 8, dup=True)
    publishes, others = fed(stream)
    assert [(mid, topic, payload) for mid, _flags, topic, payload in publishes] == [
        (7, b"a/b", b"one"),
        (8, b"a/c", b""),
    ]
    assert [flags & DUP for _mid, flags, *_rest in publishes] == [0, DUP]
    assert others == [PINGRESP]


def test_a_message_of_qos_0_has_no_identifier():
    ((mid, flags, topic, payload),), _others = fed(b"\x31\x05\x00\x01aon")
    assert (mid, flags & RETAIN, topic, payload) == (0, RETAIN, b"a", b"on")


def test_properties_of_mqtt_5_are_passed_over():
    # A message expiry interval (property 2) of one second.
    body = b"\x00\x01a" + b"\x00\x09" + b"\x05" + b"\x02\x00\x00\x00\x01" + b"on"
    (message,), _others = fed(bytes([0x32, len(body)]) + body, has_properties=True)
    assert message[0] == 9
    assert message[2:] == (b"a", b"on")


@given(
    st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=400)), max_size=6),
    st.integers(1, 300),
)
def test_it_does_not_matter_in_which_pieces_a_stream_arrives(messages, step):
    stream = b"".join(
        packet(topic, payload, number + 1) + PINGRESP
        for number, (topic, payload) in enumerate(messages)
    )
    publishes, others = fed(stream, step=step)
    assert [(topic, payload) for _mid, _flags, topic, payload in publishes] == [
        (topic.encode(), payload) for topic, payload in messages
    ]
    assert others == [PINGRESP] * len(messages)


def test_of_a_message_that_is_too_long_only_the_head_is_kept():
    splitter = Splitter(has_properties=False)
    data = packet("a", b"x" * 10_000_000, 5) + packet("b", b"next", 6)
    publishes, most = [], 0
    for start in range(0, len(data), 65_536):
        publishes += splitter.feed(data[start : start + 65_536])[0]
        most = max(most, len(splitter._rest))
    (mid, _flags, topic, payload), following = publishes
    assert (mid, topic, len(payload)) == (5, b"a", LONGEST_PAYLOAD + 1)
    assert following[2:] == (b"b", b"next")
    assert most < 300_000


@pytest.mark.parametrize(
    "stream",
    [
        b"\x32\xff\xff\xff\xff\x01" + b"x" * 10,  # a length of five bytes
        b"\x32\x04\x00\x09ab",  # a topic longer than its packet
    ],
)
def test_a_broken_stream_is_told(stream):
    with pytest.raises((ValueError, IndexError)):
        fed(stream)


def test_acknowledgements_are_one_piece():
    assert pubacks([1, 513]) == b"\x40\x02\x00\x01\x40\x02\x02\x01"
