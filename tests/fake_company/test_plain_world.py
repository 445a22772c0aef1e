"""The vectorised world equals the same model written as plain loops over customers and events."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fake_company import world


def _beside(name: str) -> ModuleType:
    """A module of this folder."""
    found = importlib.util.spec_from_file_location(f"beside_{name}", Path(__file__).with_name(f"{name}.py"))
    assert found is not None
    assert found.loader is not None
    module = sys.modules[found.name] = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


shop, plain = _beside("test_world"), _beside("plain_world")
DAYS = shop.DAYS
NOTICE = world.Campaign(
    "notice", "alimtalk", world.Trigger("order_completed", None, 60, DAYS, DAYS + 28), appeal="information", is_ad=False
)
CASES = {
    "nothing": (),
    "a weekly blast": (shop.blast(),),
    "weekly coupons": (shop.blast(percent=20),),
    "a daily blast by mail in the night": (shop.blast(every=1, hour=23, channel="email"),),
    "an offer after the cart": (shop.cart(percent=10),),
    "order notices": (NOTICE,),
    "several at once": (
        shop.cart(percent=10, hours=14),
        shop.cart("reviews", appeal="social_proof", hours=30, channel="lms", cap=None),
        replace(shop.cart("seen", hours=1), when=world.Trigger("product_viewed", None, 3600, DAYS, DAYS + 9)),
        shop.blast("b", percent=10, every=9, content=world.Wording("favorite", reason=1)),
        shop.blast("c", every=4, content=world.Wording("item", reason=-1), appeal="reminder", other_appeals=("urgency",)),
        NOTICE,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_world_is_the_plain_model(name: str) -> None:
    place, state = shop.lived(2000)
    some = np.arange(800)
    start = shop.future(place, state, 4, some)
    _, _, tally = shop.run(place, start, *CASES[name], record=False, expecting=True)
    lives = plain.run(place, start, DAYS, 28, CASES[name])
    assert [one.sent for one in lives] == tally.sent.tolist()
    assert [one.clicked for one in lives] == tally.clicked.tolist()
    assert [one.opted for one in lives] == tally.opted_out.tolist()
    assert np.array([one.actual for one in lives]) == pytest.approx(tally.actual, rel=1e-9, abs=1e-6)
    assert np.array([one.expected for one in lives]) == pytest.approx(tally.expected, rel=1e-4, abs=1e-3)
    assert tally.actual[:, 0].sum() > 10
    assert bool(CASES[name]) == (tally.sent.sum() > 0)
