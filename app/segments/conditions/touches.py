"""What past campaigns did: messages the customer received, opened or clicked, by campaign or channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from app.segments import compare, form
from app.segments.channels import CHANNELS
from app.segments.compare import ONCE, Comparison
from app.segments.condition import Condition, Query, Rows
from app.segments.form import Control
from app.segments.operators import quoted
from app.segments.place import Place, as_choice, as_mapping, as_word
from app.segments.schema import Schema
from app.segments.snapshot import Mask, Needs, Snapshot
from app.segments.syntax import Name, Word
from app.segments.syntax_compare import Span, Times
from app.segments.windows import Window, between, window_schema
from app.segments.words import DID_NOT, Clause, Ending, times
from fake_company.text import Text


@dataclass(frozen=True)
class Action:
    """One thing that happens to a message: the column of its time, and its verbs."""

    column: str
    label: Text
    ko: tuple[str, str, str]
    en: tuple[str, str]


ACTIONS = {
    "received": Action(
        "delivered_at", Text("받음", "received"), ("받", "받았", "받은"), ("receive", "received")
    ),
    "opened": Action("opened_at", Text("엶", "opened"), ("열", "열었", "연"), ("open", "opened")),
    "clicked": Action(
        "clicked_at", Text("클릭함", "clicked"), ("클릭하", "클릭했", "클릭한"), ("click", "clicked")
    ),
    "opted_out": Action(
        "opted_out_at",
        Text("수신 거부함", "opted out"),
        ("보고 수신을 거부하", "보고 수신을 거부했", "보고 수신을 거부한"),
        ("opt out because of", "opted out because of"),
    ),
}


@dataclass(frozen=True)
class Touched(Condition):
    """`opened at least once within 30 days, channel e-mail`."""

    action: str
    campaign: str | None = None
    channel: str | None = None
    count: Comparison = ONCE
    within: Window | None = None
    kind: ClassVar[str] = "touches"
    label: ClassVar[Text] = Text("받은 메시지", "Past messages")
    rank: ClassVar[int] = 70
    sample: ClassVar[str] = "touches opened channel email >= 2 times within 30d"
    example: ClassVar[Mapping[str, Any]] = {"action": "received", "within": {"days": 30}}
    syntax = (
        Word("touches"),
        Name("action", tuple(ACTIONS), Text("반응", "action")),
        Name("campaign", "campaigns", Text("캠페인", "campaign"), lead="campaign", optional=True),
        Name("channel", tuple(CHANNELS), Text("채널", "channel"), lead="channel", optional=True),
        Times(),
        Span("within", "within"),
    )

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Read action, campaign, channel, count, within."""
        as_mapping(data, place, ("kind", "action", "campaign", "channel", "count", "within"), ("action",))
        campaign, channel = data.get("campaign"), data.get("channel")
        return cls(
            as_choice(data["action"], place.key("action"), Text("반응", "action"), ACTIONS),
            None if campaign is None else as_word(campaign, place.key("campaign")),
            None
            if channel is None
            else as_choice(channel, place.key("channel"), Text("채널", "channel"), CHANNELS),
            Comparison.parse_count(data.get("count"), place.key("count")),
            Window.parse_optional(data, "within", place),
        )

    def to_json(self) -> dict[str, Any]:
        """As in a rule."""
        return {
            "kind": self.kind,
            "action": self.action,
            "campaign": self.campaign,
            "channel": self.channel,
            "count": self.count.to_json(),
            "within": self.within.to_json() if self.within else None,
        }

    def check(self, schema: Schema, place: Place) -> None:
        """The company must have run the campaign."""
        if self.campaign and not schema.open and self.campaign not in schema.campaigns:
            raise place.key("campaign").unknown(Text("캠페인", "campaign"), self.campaign, schema.campaigns)

    def _source(self, query: Query) -> str:
        tests = [between(ACTIONS[self.action].column, self.within, query.moment)]
        if self.campaign:
            tests.append(f"campaign_id = {quoted(self.campaign)}")
        if self.channel:
            tests.append(f"channel = {quoted(self.channel)}")
        return "FROM touches WHERE " + " AND ".join(tests)

    def predicate(self, query: Query) -> str:
        """Membership in those whose count fits."""
        return self.count.membership(self._source(query), "count(*)", 0)

    def test(self, snapshot: Snapshot) -> Mask:
        """The same on arrays."""
        log = snapshot.log(f":{self.action}")
        for name, wanted in (("campaign_id", self.campaign), ("channel", self.channel)):
            if wanted and len(log.row):
                column = log.columns[name]
                log = log.where(column.present & (column.values == wanted))
        starts = self.within.starts(snapshot.moment) if self.within else None
        low, high = log.span(snapshot.row, starts, snapshot.moment)
        return self.count.holds(high - low)

    def needs(self) -> Needs:
        """One kind of touch."""
        return Needs(logs=frozenset({f":{self.action}"}))

    def clause(self, schema: Schema) -> Clause:
        """`지난 30일 안에 이메일 메시지를 연`."""
        row, often = ACTIONS[self.action], self.count.times()
        last = self.within.last() if self.within else Text("", "")
        what = Text("메시지를", "a message")
        if self.channel:
            label = CHANNELS[self.channel].label
            what = Text(f"{label.ko} 메시지를", f"a message by {label.en}")
        if self.campaign:
            name = schema.campaigns.get(self.campaign, Text(self.campaign, self.campaign))
            what = Text(f"‘{name.ko}’ {what.ko}", f"{what.en} of '{name.en}'")
        head = f"{last.ko} {what.ko} " if last.ko else f"{what.ko} "
        tail = often.en + (f" {last.en}" if last.en else "")
        if self.count.is_never:
            return Clause(f"{head}{row.ko[0]}지 않", DID_NOT, f"who did not {row.en[0]} {what.en}{tail}")
        ending = Ending(row.ko[1] + "고", row.ko[1] + "거나", row.ko[2])
        return Clause(f"{head}{often.ko}", ending, f"who {row.en[1]} {what.en}{tail}")

    def saw(self, query: Query, rows: Rows, customer_id: int) -> Text:
        """How often, and when last."""
        row = ACTIONS[self.action]
        found = rows(
            f"SELECT count(*) AS n, max({row.column}) AS last {self._source(query)} AND customer_id = {customer_id}"
        )[0]
        if not found["n"]:
            return Text("0번", "never")
        last = f"{found['last']:%Y-%m-%d %H:%M}"
        return Text(f"{found['n']:,}번, 마지막 {last}", f"{times(found['n'])}, last {last}")

    @classmethod
    def controls(cls, data: Mapping[str, Any], schema: Schema) -> Sequence[Control]:
        """Action, campaign, channel, count, window."""
        every = ("", Text("모두", "any"))
        channels = [every, *((row.key, row.label) for row in CHANNELS.values())]
        actions = ((key, row.label) for key, row in ACTIONS.items())
        return [
            form.select("action", Text("반응", "action"), actions, data.get("action") or "received"),
            form.select("channel", Text("채널", "channel"), channels, data.get("channel")),
            form.select(
                "campaign",
                Text("캠페인", "campaign"),
                [every, *schema.campaigns.items()],
                data.get("campaign"),
            ),
            *compare.controls("count", Text("횟수", "how often"), data.get("count") or ONCE.to_json()),
            *form.window("within", Text("최근", "in the last"), data.get("within")),
        ]

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Action, campaign, channel, count, within."""
        return {
            "properties": {
                "action": {"enum": list(ACTIONS)},
                "campaign": {"type": ["string", "null"]},
                "channel": {"enum": [*CHANNELS, None]},
                "count": compare.count_schema(),
                "within": window_schema(),
            },
            "required": ["action"],
        }


CONDITION = Touched
