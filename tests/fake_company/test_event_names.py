"""Every event has its names in other tools, in the same order, and each tool's names are its own."""

import re

from fake_company.event_names import ELSEWHERE
from fake_company.schema import EVENT_NAMES


def test_the_mapping_covers_every_event_in_order() -> None:
    assert list(ELSEWHERE) == list(EVENT_NAMES)


def test_names_keep_each_tools_convention() -> None:
    for name, other in ELSEWHERE.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)
        assert other.ga4 is None or re.fullmatch(r"[a-z]+(_[a-z]+)*", other.ga4)
        assert other.braze is None or re.fullmatch(r"ecommerce\.[a-z_]+", other.braze)
        assert other.segment is None or re.fullmatch(r"[A-Z][A-Za-z]+( [A-Za-z]+)*", other.segment)


def test_a_purchase_elsewhere() -> None:
    order = ELSEWHERE["order_completed"]
    assert (order.segment, order.braze, order.ga4, order.amplitude) == (
        "Order Completed", "ecommerce.order_placed", "purchase", "Order Completed",
    )  # fmt: skip
