"""One customer in both worlds, moment by moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.plan import Plan
from app.plan.sending import sendings
from app.simulator.lived import practice_seed
from app.simulator.programme import afterwards, compiled
from app.simulator.stage import FOLLOW_UP_DAYS, HORIZON_DAYS, Stage, stage_of
from fake_company.errors import NotFound
from fake_company.text import Text
from fake_company.warehouse import Company
from fake_company.world import SKIPS, Behaviour, Campaign, Programme, run

_SKIPPED = {
    "holdout": Text("비교 그룹이라 보내지 않았어요", "Not sent: held out for comparison"),
    "no_consent": Text("광고 수신에 동의하지 않았어요", "Not sent: no consent to advertising"),
    "consent_expired": Text("수신 동의가 2년을 넘었어요", "Not sent: the consent is over two years old"),
    "opted_out": Text("수신을 거부했어요", "Not sent: opted out"),
    "no_address": Text("보낼 주소가 없어요", "Not sent: no address"),
    "no_app": Text("앱 알림을 받을 수 없어요", "Not sent: no app or no permission"),
    "minor": Text("미성년자예요", "Not sent: a minor"),
    "not_member": Text("회원이 아니에요", "Not sent: not a member"),
    "night": Text("밤에는 광고를 보낼 수 없어요", "Not sent: no ads at night"),
    "capped": Text("보낼 수 있는 횟수를 채웠어요", "Not sent: the frequency cap is reached"),
    "collided": Text("같은 시간에 다른 메시지가 있었어요", "Not sent: another message in the same hour"),
    "aborted": Text("메시지가 스스로 멈췄어요", "Not sent: the message aborted itself"),
    "converted": Text("그사이 조건의 행동을 해서 보내지 않았어요", "Not sent: the awaited thing happened"),
    "left_audience": Text("보낼 때는 조건에 맞지 않았어요", "Not sent: no longer in the audience"),
    "illegal": Text(
        "법이나 채널 규칙에 걸려 보내지 않았어요", "Not sent: it breaks a law or a rule of the channel"
    ),
}
_STAGE = {
    1: ("cart", Text("장바구니에 담고 떠났어요", "Left it in the cart")),
    2: ("checkout", Text("주문서에서 떠났어요", "Left at the checkout")),
    3: ("payment", Text("결제 단계에서 떠났어요", "Left while paying")),
}


@dataclass(frozen=True)
class Story:
    """What one customer does with the plan and without it, under one seed."""

    customer_id: int
    plan: list[dict[str, Any]]
    nothing: list[dict[str, Any]]
    difference: Text

    def to_json(self) -> dict[str, Any]:
        """As the page reads it."""
        return {
            "customer_id": self.customer_id, "plan": self.plan, "nothing": self.nothing,
            "difference": self.difference.to_json(),
        }  # fmt: skip


def story(company: Company, plan: Plan, customer_id: int, seed: int = 0) -> Story:
    """Both worlds of a customer under the seed-th practice seed (0: the one the results page shows first)."""
    if not 0 <= customer_id < company.meta.customers:
        raise NotFound(
            Text(f"{customer_id}번 고객은 없어요.", f"There is no customer {customer_id}."), "customer_id",
            Text("고객 목록에서 골라 주세요.", "Choose one from the list of customers."),
        )  # fmt: skip
    stage = stage_of(company)
    who = stage.whole_persons(np.array([customer_id]))
    row = int(np.flatnonzero(who == customer_id)[0])
    secret = practice_seed(company, seed)
    names = [sending.campaign.name or sending.campaign.id for sending in sendings(plan)]
    ours = _life(stage, who, secret, compiled(stage, plan), row, names)
    theirs = _life(stage, who, secret, (), row, names)
    return Story(customer_id, ours, theirs, _difference(ours, theirs))


def _life(
    stage: Stage, who: Any, seed: int, campaigns: tuple[Campaign, ...], row: int, names: list[str]
) -> list[dict[str, Any]]:
    state = stage.fork(who, np.full(len(who), seed, dtype=np.uint64))
    state, early, _ = run(stage.setting, state, stage.today, HORIZON_DAYS, Programme(campaigns), True)
    after = stage.today + HORIZON_DAYS
    _, late, _ = run(stage.setting, state, after, FOLLOW_UP_DAYS, afterwards(stage, campaigns), True)
    rows: list[tuple[int, dict[str, Any]]] = []
    labels = [*names[: len(campaigns)], *["평소 메시지"] * 3]
    for behaviour in (early, late):
        if behaviour is not None:
            rows += _visits(stage, behaviour, row) + _touches(stage, behaviour, row, labels)
    return [entry for _, entry in sorted(rows, key=lambda pair: pair[0])]


def _at(stage: Stage, second: int) -> str:
    moment = stage.midnight + np.timedelta64(second - stage.today * 86_400, "s")
    return str(moment.astype("datetime64[s]"))


def _entry(
    stage: Stage, second: int, kind: str, text: Text, note: Text | None = None, amount: int | None = None
) -> tuple[int, dict[str, Any]]:
    return second, {
        "at": _at(stage, second), "kind": kind, "text": text.to_json(),
        "note": note.to_json() if note else None, "amount_krw": amount,
    }  # fmt: skip


def _visits(stage: Stage, behaviour: Behaviour, row: int) -> list[tuple[int, dict[str, Any]]]:
    v, o, result = behaviour.visits, behaviour.orders, []
    for at in np.flatnonzero(v.row == row):
        second = int(v.day[at]) * 86_400 + int(v.second[at])
        came = Text("메시지를 눌러 들어왔어요", "Came by the message") if v.touch[at] >= 0 else None
        if v.order[at] >= 0:
            order = int(v.order[at])
            paid = int(o.items_krw[order] - o.discount_krw[order] + o.shipping_krw[order])
            used = Text(
                f"쿠폰으로 {int(o.discount_krw[order]):,}원 할인", f"{int(o.discount_krw[order]):,} won off"
            )
            result.append(_entry(
                stage, second, "order", Text("주문했어요", "Ordered"), used if o.coupon[order] >= 0 else came, paid,
            ))  # fmt: skip
        elif int(v.stage[at]) in _STAGE:
            kind, text = _STAGE[int(v.stage[at])]
            result.append(_entry(stage, second, kind, text, came))
        else:
            result.append(_entry(stage, second, "visit", Text("둘러봤어요", "Looked around"), came))
    return result


def _touches(
    stage: Stage, behaviour: Behaviour, row: int, names: list[str]
) -> list[tuple[int, dict[str, Any]]]:
    t, result = behaviour.touches, []
    for at in np.flatnonzero(t.row == row):
        second = int(t.day[at]) * 86_400 + int(t.second[at])
        name = names[int(t.campaign[at])] if int(t.campaign[at]) < len(names) else ""
        label = Text(f"메시지: {name}", f"Message: {name}")
        if t.skip[at]:
            result.append(_entry(stage, second, "skip", label, _SKIPPED.get(SKIPS[int(t.skip[at])])))
            continue
        opened, clicked = int(t.open_after[at]) >= 0, int(t.click_after[at]) >= 0
        note = Text("열지 않았어요", "Not opened")
        if opened:
            note = Text("열어 봤어요", "Opened")
        if clicked:
            note = Text("눌렀어요", "Clicked")
        result.append(_entry(stage, second, "touch", label, note))
        if t.opted_out[at]:
            result.append(_entry(stage, second + 60, "opt_out", Text("수신을 거부했어요", "Opted out")))
    return result


def _difference(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Text:
    def bought(life: list[dict[str, Any]]) -> tuple[int, int]:
        orders = [entry for entry in life if entry["kind"] == "order"]
        return len(orders), sum(entry["amount_krw"] for entry in orders)

    (n, won), (m, other) = bought(ours), bought(theirs)
    if (n, won) == (m, other):
        return Text("두 세계에서 산 것이 같아요.", "They buy the same in both worlds.")
    return Text(
        f"보냈더니 {n}번 사서 {won:,}원, 안 보냈다면 {m}번 사서 {other:,}원을 썼어요.",
        f"With the plan {n} orders for {won:,} won; without it {m} for {other:,} won.",
    )
