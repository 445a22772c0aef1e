"""The predecessor's coupon for everybody, lived beside the world without it."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask

from app.web import _handover
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor


def test_the_truth_is_worked_out_once_and_kept(visitor: Visitor, app: Flask, small_company: Company) -> None:
    instance = Path(app.instance_path)
    assert _handover.kept(instance, small_company) is None

    said: list[float] = []
    target = _handover._path(instance, small_company)
    _handover.run(
        lambda share, text: said.append(share), folder=str(small_company.folder), target=str(target)
    )

    kept = _handover.kept(instance, small_company)
    assert kept is not None
    assert json.loads(target.read_text())["waterfall"][-1]["key"] == "profit"
    text = visitor.get("/guide/handover")
    assert "아무것도 안 했다면" in text
    assert "보냈더니" in text
    assert said


def test_the_coupon_sells_more_and_earns_no_more_than_it_sells(app: Flask, small_company: Company) -> None:
    target = Path(app.instance_path) / "cache" / "truth.json"
    _handover.run(lambda share, text: None, folder=str(small_company.folder), target=str(target))
    gained = json.loads(target.read_text())["incremental"]

    assert gained["gmv_krw"] > 0
    assert gained["profit_krw"] < gained["gmv_krw"] / 4
