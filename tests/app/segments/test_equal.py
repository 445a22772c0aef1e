"""One rule, four answers that must agree: SQL bitmaps, the whole query, the NumPy twin, and plain Python written here."""

import hashlib
import math
import re
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import segments
from app.segments import evaluate, logs, twin
from app.segments.load import micros

TODAY = datetime(2026, 3, 2)
MOMENTS = [
    TODAY,
    TODAY - timedelta(days=1),
    TODAY - timedelta(days=2, hours=5, minutes=7),
    datetime(2024, 2, 29, 12),
]
STRINGS = {
    "first_name": ["민지", "지", "😀"], "tier": ["basic", "gold", "vip"], "gender": ["female"], "top_size": ["M"],
    "phone": ["010", "5678"], "home.city": ["서울", "부산"],
}  # fmt: skip
NUMBERS = {"points": [0, 1, 999, 1000, 30000], "age": [15, 22, 29, 30, 31], "home.floor": [-1, 3]}
BOOLEANS = ["is_member", "has_app", "push_enabled", "home.lift"]
LISTS = {"tags": ["a", "b", "나들이"]}
DATES = ["birth_date", "signed_up_at", "first_seen_at", "push_consent_at"]
EVENTS = ["product_viewed", "product_added", "order_completed", "searched", "cart_viewed"]
COMPARE = ["at_least", "at_most", "more_than", "less_than", "is", "between"]
CONSENT = {
    "app_push": "push", "web_push": "push", "sms": "sms", "lms": "sms", "mms": "sms", "email": "email",
    "brand_message": "kakao",
}  # fmt: skip


# --- the rules -------------------------------------------------------------------------------------------------


def compared(values):
    plain = st.builds(lambda o, v: {"operator": o, "value": v}, st.sampled_from(COMPARE[:5]), values)
    pair = st.builds(lambda a, b: {"operator": "between", "value": sorted([a, b])}, values, values)
    return plain | pair


def one_attribute(draw_field):
    field, kind = draw_field
    if kind == "string":
        value = st.sampled_from(STRINGS[field])
        one = st.builds(
            lambda o, v: {"operator": o, "value": v},
            st.sampled_from(["is", "is_not", "contains", "does_not_contain", "starts_with", "ends_with"]), value,
        )  # fmt: skip
        many = st.builds(
            lambda o, v: {"operator": o, "value": v},
            st.sampled_from(["is_any_of", "is_none_of"]), st.lists(value, min_size=1, max_size=2),
        )  # fmt: skip
        found = one | many
    elif kind == "number":
        found = compared(st.sampled_from(NUMBERS[field])) | st.builds(
            lambda v: {"operator": "is_not", "value": v}, st.sampled_from(NUMBERS[field])
        )
    elif kind == "list":
        value = st.sampled_from(LISTS[field])
        found = st.builds(
            lambda o, v: {"operator": o, "value": v}, st.sampled_from(["includes", "does_not_include"]), value
        ) | st.builds(
            lambda o, v: {"operator": o, "value": v},
            st.sampled_from(["includes_any_of", "includes_all_of", "includes_none_of"]),
            st.lists(value, min_size=1, max_size=3),
        ) | st.builds(
            lambda o, v: {"operator": o, "value": v},
            st.sampled_from(["size_is", "size_at_least", "size_at_most"]), st.integers(0, 3),
        )  # fmt: skip
    elif kind == "boolean":
        found = st.sampled_from([{"operator": "is_true"}, {"operator": "is_false"}])
    else:
        days = st.sampled_from([0, 1, 2, 3, 30, 365, 730])
        dates = st.sampled_from(["2024-02-29", "2026-03-01", "2026-02-28", "1996-03-02"])
        found = st.builds(
            lambda o, v: {"operator": o, "value": v},
            st.sampled_from(["within_last_days", "more_than_days_ago"]),
            days,
        ) | st.builds(
            lambda o, v: {"operator": o, "value": v}, st.sampled_from(["before", "on_or_after"]), dates
        )
    found |= st.sampled_from([{"operator": "is_set"}, {"operator": "is_not_set"}])
    return found.map(lambda rest: {"kind": "attribute", "field": field, **rest})


FIELDS = [
    *((f, "string") for f in STRINGS), *((f, "number") for f in NUMBERS), *((f, "boolean") for f in BOOLEANS),
    *((f, "date") for f in DATES), *((f, "list") for f in LISTS),
]  # fmt: skip
attributes = st.sampled_from(FIELDS).flatmap(one_attribute)
rolling = st.one_of(
    st.sampled_from([1, 6, 24, 25, 48]).map(lambda n: {"hours": n}),
    st.sampled_from([1, 2, 3, 7, 30, 90, 365]).map(lambda n: {"days": n}),
)
windows = st.none() | rolling | st.sampled_from([1, 2, 3, 30]).map(lambda n: {"calendar_days": n})
counts = compared(st.integers(0, 4)).filter(
    lambda c: not (c["operator"] == "less_than" and c["value"] == 0)
)  # nobody has fewer than none
tests = st.lists(
    st.sampled_from([
        {"property": "amount_krw", "operator": "at_least", "value": 30000},
        {"property": "amount_krw", "operator": "is_not", "value": 30000},
        {"property": "category", "operator": "is", "value": "outer"},
        {"property": "category", "operator": "is_none_of", "value": ["outer"]},
        {"property": "search_term", "operator": "is_set"},
        {"property": "search_term", "operator": "is_not_set"},
        {"property": "page", "operator": "starts_with", "value": "p"},
        {"property": "product_id", "operator": "is_any_of", "value": [1, 3]},
    ]), max_size=2,
)  # fmt: skip
events = st.builds(
    lambda n, w, c, t: {"kind": "event", "name": n, "where": t, "count": c, "within": w},
    st.sampled_from(EVENTS), windows, counts, tests,
)  # fmt: skip
sequences = st.builds(
    lambda a, b, h, t, s: {"kind": "sequence", "first": a, "then": b, "happened": h, "within": t, "since": s},
    st.sampled_from(EVENTS), st.sampled_from(EVENTS), st.booleans(), rolling, windows,
)  # fmt: skip
steps = st.builds(
    lambda first, rest, last, since: {
        "kind": "sequence",
        "steps": [first, *({**step, "happened": True} for step in rest), last],
        "since": since,
    },
    st.builds(lambda n, w: {"name": n, "where": w}, st.sampled_from(EVENTS), tests),
    st.lists(
        st.builds(lambda n, w, t: {"name": n, "where": t, "within": w}, st.sampled_from(EVENTS), rolling, tests),
        max_size=2,
    ),
    st.builds(
        lambda n, w, t, h: {"name": n, "where": t, "within": w, "happened": h},
        st.sampled_from(EVENTS), rolling, tests, st.booleans(),
    ),
    windows,
)  # fmt: skip
DATES_OF = st.builds(
    lambda o, v: {"operator": o, "value": v},
    st.sampled_from(["within_last_days", "more_than_days_ago"]), st.sampled_from([0, 1, 2, 3, 30, 365]),
) | st.builds(
    lambda o, v: {"operator": o, "value": v},
    st.sampled_from(["before", "on_or_after"]), st.sampled_from(["2024-02-29", "2026-03-01", "2026-02-28"]),
)  # fmt: skip
whens = st.builds(
    lambda which, n, t, c: {"kind": "when", "which": which, "name": n, "where": t, **c},
    st.sampled_from(["first", "last"]), st.sampled_from(EVENTS), tests,
    DATES_OF | compared(st.sampled_from([0, 1, 2, 3, 30, 365])),
)  # fmt: skip
MEASURES = {
    "count": [0, 1, 2], "spend_krw": [0, 10000, 33333, 50000], "aov_krw": [10000, 33333, 31111],
    "days_since_last": [0, 1, 2, 30, 90], "days_since_first": [0, 30, 365], "coupon_share": [0, 0.5, 1],
}  # fmt: skip
orders = st.sampled_from(list(MEASURES)).flatmap(
    lambda m: st.builds(
        lambda c, w: {"kind": "orders", "measure": m, **c, "within": w},
        compared(st.sampled_from(MEASURES[m])),
        windows,
    )
)
types = st.lists(st.sampled_from(list(segments.TYPES)), min_size=1, max_size=3, unique=True)
others = st.one_of(
    types.map(lambda t: {"kind": "lifecycle", "types": t}),
    st.sampled_from(list(segments.CHANNELS)).map(lambda c: {"kind": "reachable", "channel": c}),
    st.builds(
        lambda c, s: {"kind": "consent", "channel": c, "state": s},
        st.sampled_from(list(segments.CONSENTS)), st.sampled_from(["given", "expired", "opted_out", "none"]),
    ),
    st.builds(
        lambda a, c, ch, n, w: {
            "kind": "touches", "action": a, "campaign": c, "channel": ch, "count": n, "within": w
        },
        st.sampled_from(["received", "opened", "clicked"]), st.sampled_from([None, "spring"]),
        st.sampled_from([None, "email"]), counts, windows,
    ),
    st.builds(
        lambda c, n, w: {"kind": "bought", "categories": c, "count": n, "within": w},
        st.sampled_from([["outer"], ["top"], ["outer", "top"]]), counts, windows,
    ),
    st.builds(
        lambda a, b, salt: {"kind": "bucket", "from": min(a, b), "to": max(a, b), "salt": salt},
        st.sampled_from([0, 1000, 4999]), st.sampled_from([2500, 5000, 9999]), st.sampled_from(["", "봄", "a'b"]),
    ),
    st.builds(
        lambda c, s, a: {"kind": "consent", "channel": c, "state": s, "age": a},
        st.sampled_from(["push", "sms", "night"]), st.sampled_from(["given", "expired", "opted_out"]),
        compared(st.sampled_from([0, 1, 30, 365, 729, 730, 731])),
    ),
    st.builds(
        lambda side, p, m, w: {"kind": "percentile", "side": side, "percent": p, **m, "within": w},
        st.sampled_from(["top", "bottom"]), st.sampled_from([0.07, 1, 10, 33.33, 50, 99.99]),
        st.sampled_from([*({"measure": m} for m in MEASURES), *({"measure": "events", "event": e} for e in EVENTS)]),
        windows,
    ),
    st.builds(
        lambda g, r, f, m: {"kind": "rfm", **{k: v for k, v in (("groups", g), ("r", r), ("f", f), ("m", m)) if v}},
        st.lists(st.sampled_from(list(segments.rfm.GROUPS)), max_size=3, unique=True),
        *(st.lists(st.integers(1, 5), max_size=3, unique=True).map(sorted) for _ in range(3)),
    ).filter(lambda c: len(c) > 1),
)  # fmt: skip
funnels = st.builds(
    lambda path, within, since, share: {
        "kind": "funnel", "path": path, "within": within, "since": since, "reached": 1 + int(share * (len(path) - 1)),
    },
    st.lists(st.builds(lambda n, w: {"name": n, "where": w}, st.sampled_from(EVENTS), tests), min_size=2, max_size=4),
    rolling, windows, st.sampled_from([0, 0.5, 1]),
)  # fmt: skip
SELECTED = {
    "SELECT customer_id FROM customers WHERE points > 500": lambda row, spent: (row["points"] or 0) > 500,
    "SELECT DISTINCT customer_id FROM orders WHERE total_krw >= 33333": lambda row, spent: max(spent, default=0) >= 33333,
}  # fmt: skip
queries = st.sampled_from(list(SELECTED)).map(lambda sql: {"kind": "sql", "sql": sql})
simple = st.one_of(attributes, events, sequences, steps, whens, orders, others, funnels)
nested = st.builds(
    lambda o, p: {"kind": "segment", "id": "seg-2", "name": "둘", "rule": {o: p}},
    st.sampled_from(["all", "any", "none"]), st.lists(simple, min_size=1, max_size=2),
)  # fmt: skip
leaves = st.one_of(
    attributes, events, sequences, steps, whens, orders, others, others, nested, funnels, queries
)
groups = st.recursive(
    leaves,
    lambda parts: st.builds(
        lambda o, p: {o: p}, st.sampled_from(["all", "any", "none"]), st.lists(parts, min_size=1, max_size=3)
    ),
    max_leaves=5,
)
rules = groups.map(lambda part: {"all": [part]} if "kind" in part else part).filter(lambda r: depth(r) <= 5)


def depth(node):
    return 0 if "kind" in node else 1 + max(depth(part) for part in next(iter(node.values())))


# --- plain Python ----------------------------------------------------------------------------------------------


def holds(operator, x, v, moment=None):
    """A positive comparison of a present value."""
    as_time = lambda d: d if isinstance(d, datetime) else datetime(d.year, d.month, d.day)  # noqa: E731
    match operator:
        case "is":
            return x == v
        case "is_any_of":
            return x in v
        case "contains":
            return v in x
        case "starts_with":
            return x.startswith(v)
        case "ends_with":
            return x.endswith(v)
        case "at_least":
            return x >= v
        case "at_most":
            return x <= v
        case "more_than":
            return x > v
        case "less_than":
            return x < v
        case "between":
            return v[0] <= x <= v[1]
        case "includes":
            return v in x
        case "includes_any_of":
            return any(one in x for one in v)
        case "includes_all_of":
            return all(one in x for one in v)
        case "size_is":
            return len(x) == v
        case "size_at_least":
            return len(x) >= v
        case "size_at_most":
            return len(x) <= v
        case "is_true":
            return x is True
        case "is_false":
            return x is False
        case "is_set":
            return True
        case "before":
            return as_time(x) < datetime.fromisoformat(v)
        case "on_or_after":
            return as_time(x) >= datetime.fromisoformat(v)
        case "within_last_days":
            return moment - timedelta(days=v) <= as_time(x) <= moment
        case "more_than_days_ago":
            return as_time(x) < moment - timedelta(days=v)
    raise AssertionError(operator)  # fmt: skip


NEGATIVE = {
    "is_not": "is", "is_none_of": "is_any_of", "does_not_contain": "contains", "is_not_set": "is_set",
    "does_not_include": "includes", "includes_none_of": "includes_any_of",
}  # fmt: skip


def fits(condition, value, moment=None):
    operator = condition["operator"]
    if isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u3000\u200b"):
        value = None
    positive = NEGATIVE.get(operator, operator)
    found = value is not None and holds(positive, value, condition.get("value"), moment)
    return found != (operator in NEGATIVE)


def start(window, moment):
    if window is None:
        return datetime.min
    ((unit, n),) = window.items()
    if unit == "calendar_days":
        return datetime(moment.year, moment.month, moment.day) - timedelta(days=n)
    return moment - timedelta(**{unit: n})


def age(born, moment):
    had = (moment.month, moment.day) >= (born.month, born.day)
    return moment.year - born.year - (not had)


def years_ago(moment):
    return (
        datetime(2022, 2, 28, 12)
        if moment == datetime(2024, 2, 29, 12)
        else moment.replace(year=moment.year - 2)
    )


class Plain:
    """Judges one customer's rows, one rule at a time, without SQL or arrays."""

    now = None  # the moment at which the whole company is ranked, where it is not the subject's own

    def __init__(self, tables):
        self.customers = tables["customers"]
        mine = lambda name, i: [row for row in tables[name] if row["customer_id"] == i]  # noqa: E731
        ids = range(len(self.customers))
        self.events = [mine("events", i) for i in ids]
        self.orders = [[o for o in mine("orders", i) if o["status"] != "refunded"] for i in ids]
        self.every_order = [mine("orders", i) for i in ids]
        self.items = [mine("order_items", i) for i in ids]
        self.touches = [mine("touches", i) for i in ids]

    def members(self, rule, moment):
        return [i for i in range(len(self.customers)) if self.judge(rule, i, moment)]

    def judge(self, node, i, moment):
        if "kind" in node:
            return bool(getattr(self, "is_" + node["kind"])(node, i, moment))
        ((operator, parts),) = node.items()
        found = [self.judge(part, i, moment) for part in parts]
        return {"all": all(found), "any": any(found), "none": not any(found)}[operator]

    def is_attribute(self, c, i, moment):
        row = self.customers[i]
        if c["field"] == "age":
            return fits(c, age(row["birth_date"], moment) if row["birth_date"] else None)
        value = row
        for part in c["field"].split("."):
            value = None if value is None else value[part]
        return fits(c, value, moment)

    def passing(self, name, tests, i, moment, window=None):
        slugs = {0: "outer", 1: "top", None: None}
        seen = [e | {"category": slugs[e["category_id"]]} for e in self.did(name, i, moment, window)]
        return [e["occurred_at"] for e in seen if all(fits(t, e[t["property"]]) for t in tests)]

    def is_funnel(self, c, i, moment):
        low, length = start(c["since"], moment), timedelta(**c["within"])
        times = [
            [t for t in self.passing(one["name"], one["where"], i, moment) if t >= low] for one in c["path"]
        ]
        deepest = 0
        for entry in times[0]:
            reached, at = 1, entry
            for later in times[1:]:
                following = [t for t in later if at < t <= entry + length]
                if not following:
                    break
                reached, at = reached + 1, min(following)
            deepest = max(deepest, reached)
        return deepest == c["reached"]

    def is_sql(self, c, i, moment):
        now = self.now or moment
        spent = [o["total_krw"] for o in self.every_order[i] if o["ordered_at"] <= now]
        return SELECTED[c["sql"]](self.customers[i], spent)

    def is_when(self, c, i, moment):
        times = self.passing(c["name"], c["where"], i, moment)
        if not times:
            return False
        at = min(times) if c["which"] == "first" else max(times)
        days = c["operator"] in COMPARE
        return fits(c, (moment - at) // timedelta(days=1) if days else at, moment)

    def is_bucket(self, c, i, moment):
        digest = hashlib.md5(f"{c['salt']}:{i}".encode()).hexdigest()
        return c["from"] <= int(digest[:8], 16) % 10000 <= c["to"]

    def is_segment(self, c, i, moment):
        return self.judge(c["rule"], i, moment)

    def measure(self, c, i, moment):
        if c["measure"] == "events":
            return len(self.did(c["event"], i, moment, c["within"])) or None
        found = self.bought_in(c, i, moment)
        return self.measured(c["measure"], found, moment) if found else None

    def is_percentile(self, c, i, moment):
        mine = self.measure(c, i, moment)
        if mine is None:
            return False
        everybody = [self.measure(c, j, self.now or moment) for j in range(len(self.customers))]
        ranked = sorted((v for v in everybody if v is not None), reverse=c["side"] == "top")
        if not ranked:
            return False
        inside = math.ceil(round(c["percent"] * 100) * len(ranked) / 10000)
        border = ranked[inside - 1]
        return mine >= border if c["side"] == "top" else mine <= border

    def rfm(self, i, moment):
        found = self.bought_in({"within": None}, i, moment)
        if not found:
            return None
        recency = max(o["ordered_at"] for o in found) - moment
        return recency, len(found), sum(o["total_krw"] for o in found)

    def is_rfm(self, c, i, moment):
        mine = self.rfm(i, moment)
        buyers = [b for j in range(len(self.customers)) if (b := self.rfm(j, self.now or moment))]
        if mine is None or not buyers:
            return False
        scores = []
        for part in range(3):
            below = sum(b[part] < mine[part] for b in buyers)
            scores.append(1 + sum(below * 5 >= fifth * len(buyers) for fifth in (1, 2, 3, 4)))
        r, f, m = scores
        named = [g for g in segments.rfm.GROUPS.values() if r in g.recency and f in g.frequency]
        return (
            (not c.get("groups") or named[0].key in c["groups"])
            and r in c.get("r", [r]) and f in c.get("f", [f]) and m in c.get("m", [m])
        )  # fmt: skip

    def did(self, name, i, moment, window=None):
        low = start(window, moment)
        return [e for e in self.events[i] if e["name"] == name and low <= e["occurred_at"] <= moment]

    def is_event(self, c, i, moment):
        slugs = {0: "outer", 1: "top", None: None}
        seen = [
            e | {"category": slugs[e["category_id"]]} for e in self.did(c["name"], i, moment, c["within"])
        ]
        n = sum(all(fits(t, e[t["property"]]) for t in c["where"]) for e in seen)
        return fits(c["count"], n)

    def is_steps(self, c, i, moment):
        first, *rest = c["steps"]
        low = start(c["since"], moment)
        ends = self.passing(first["name"], first.get("where", []), i, moment, c["since"])
        for step in rest:
            length = timedelta(**step["within"])
            then = [t for t in self.passing(step["name"], step.get("where", []), i, moment) if t >= low]
            if step["happened"]:
                ends = [t for t in then if any(a < t <= a + length for a in ends)]
            else:
                ends = [a for a in ends if not any(a < t <= a + length for t in then)]
        return bool(ends)

    def is_sequence(self, c, i, moment):
        if "steps" in c:
            return self.is_steps(c, i, moment)
        length = timedelta(**c["within"])
        then = [e["occurred_at"] for e in self.did(c["then"], i, moment)]
        for first in self.did(c["first"], i, moment, c["since"]):
            at = first["occurred_at"]
            if any(at < b <= at + length for b in then) == c["happened"]:
                return True
        return False

    def bought_in(self, c, i, moment):
        low = start(c["within"], moment)
        return [o for o in self.orders[i] if low <= o["ordered_at"] <= moment]

    def is_orders(self, c, i, moment):
        found = self.bought_in(c, i, moment)
        spend = sum(o["total_krw"] for o in found)
        if c["measure"] == "count":
            return fits(c, len(found))
        if c["measure"] == "spend_krw":
            return fits(c, spend)
        return bool(found) and fits(c, self.measured(c["measure"], found, moment))

    def measured(self, measure, found, moment):
        spend = sum(o["total_krw"] for o in found)
        times = [o["ordered_at"] for o in found]
        return {
            "count": len(found),
            "spend_krw": spend,
            "aov_krw": spend / len(found),
            "days_since_last": (moment - max(times)) // timedelta(days=1),
            "days_since_first": (moment - min(times)) // timedelta(days=1),
            "coupon_share": sum(o["coupon_code"] is not None for o in found) / len(found),
        }[measure]

    def is_lifecycle(self, c, i, moment):
        times = sorted(o["ordered_at"] for o in self.orders[i] if o["ordered_at"] <= moment)
        dormant, new = timedelta(days=90), timedelta(days=30)
        if not times:
            found = "prospect"
        elif times[-1] < moment - dormant:
            found = "dormant"
        elif len(times) > 1 and times[-1] - times[-2] > dormant:
            found = "returning"
        else:
            found = "new" if times[0] >= moment - new else "current"
        return found in c["types"]

    def consent(self, key, i, moment):
        row = self.customers[i]
        given, out = row[f"{key}_consent_at"], row.get(f"{key}_opted_out_at")
        if out and out <= moment and not (given and given > out):
            return "opted_out"
        if not given or given > moment:
            return "none"
        return "expired" if given < years_ago(moment) else "given"

    def is_consent(self, c, i, moment):
        if self.consent(c["channel"], i, moment) != c["state"]:
            return False
        given = self.customers[i][f"{c['channel']}_consent_at"]
        if not c.get("age"):
            return True
        return given is not None and given <= moment and fits(c["age"], (moment - given) // timedelta(days=1))

    def is_reachable(self, c, i, moment):
        row, channel = self.customers[i], c["channel"]
        if channel in CONSENT and self.consent(CONSENT[channel], i, moment) != "given":
            return False
        if channel == "app_push":
            return row["has_app"] and row["push_enabled"]
        if channel == "web_push":
            return row["web_push_enabled"]
        if channel in ("in_app", "in_web"):
            return row["has_app" if channel == "in_app" else "web_cookie"]
        if channel == "brand_message" and not row["kakao_friend"]:
            return False
        if channel == "email":
            return row["email"] in ("a@b.kr",)
        return row["phone"] in ("010-1234-5678", "01012345678")

    def is_touches(self, c, i, moment):
        column = {"received": "delivered_at", "opened": "opened_at", "clicked": "clicked_at"}[c["action"]]
        low = start(c["within"], moment)
        found = [
            t for t in self.touches[i]
            if t[column] and low <= t[column] <= moment
            and c["campaign"] in (None, t["campaign_id"]) and c["channel"] in (None, t["channel"])
        ]  # fmt: skip
        return fits(c["count"], len(found))

    def is_bought(self, c, i, moment):
        orders = {o["order_id"] for o in self.bought_in(c, i, moment)}
        slugs = {0: "outer", 1: "top"}
        n = sum(x["order_id"] in orders and slugs[x["category_id"]] in c["categories"] for x in self.items[i])
        return fits(c["count"], n)


# --- held equal ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(random_tables):
    return Plain(random_tables)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules, moment=st.sampled_from(MOMENTS))
def test_sql_twin_and_plain_python_select_the_same_customers(random_company, plain, rule, moment):
    expected = plain.members(rule, moment)
    parsed = segments.parse(rule)
    assert segments.members(random_company, parsed, moment).tolist() == expected, "bitmaps"
    snapshot = twin.load(random_company, parsed.needs(), moment)
    assert np.flatnonzero(twin.evaluate(parsed, snapshot)).tolist() == expected, "twin"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules, moment=st.sampled_from(MOMENTS))
def test_the_query_shown_is_the_query_meant(random_company, rule, moment):
    shown = segments.sql(random_company, rule, moment)
    found = [row["customer_id"] for row in random_company.rows(shown)]
    assert found == segments.members(random_company, rule, moment).tolist()
    assert not re.search(r"\S {2,}\S", shown.split("\n")[0])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules, data=st.data())
def test_the_twin_judges_each_subject_at_its_own_moment(random_company, plain, rule, data):
    parsed = segments.parse(rule)
    moments = [data.draw(st.sampled_from(MOMENTS)) for _ in range(10)]
    customers = data.draw(st.lists(st.integers(0, 41), min_size=10, max_size=10))
    snapshot = twin.load(random_company, parsed.needs())
    subjects = snapshot.judge(np.array(customers), np.array([micros(m) for m in moments]))
    plain.now = TODAY
    expected = [plain.judge(rule, i, m) for i, m in zip(customers, moments, strict=True)]
    plain.now = None
    assert twin.evaluate(parsed, subjects).tolist() == expected


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules)
def test_a_rule_comes_back_the_same_from_json_and_from_its_form(random_company, rule):
    parsed = segments.parse(rule)
    assert segments.parse(parsed.to_json()) == parsed
    pairs = list(inputs(segments.to_form(parsed, random_company)))
    back = segments.from_form(pairs, segments.schema_of(random_company))
    assert segments.parse(back).to_json() == segments.parse(named_only(parsed.to_json())).to_json()


def named_only(node):
    """The rule as a plan keeps it: segments inside it by their ids."""
    if isinstance(node, list):
        return [named_only(part) for part in node]
    if "kind" in node:
        return {"kind": "segment", "id": node["id"]} if node["kind"] == "segment" else node
    return {key: named_only(value) for key, value in node.items()}


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules)
def test_what_is_written_as_text_reads_as_the_same_rule(random_company, rule):
    kept = segments.parse(named_only(segments.parse(rule).to_json()))
    written = segments.write_text(kept)
    assert segments.parse(segments.read_text(written)) == kept
    assert segments.write_text(segments.read_text(written)) == written


def inputs(node):
    """What a browser would send for the form."""
    if isinstance(node, segments.FormGroup):
        yield node.operator.name, node.operator.value
        for part in node.parts:
            yield from inputs(part)
        return
    for control in (node.kind, *node.controls):
        if control.shape in ("select", "multi"):
            chosen = [option.value for option in control.options if option.selected]
            if control.shape == "select" and not chosen:
                chosen = [control.options[0].value]
            yield from ((control.name, value) for value in chosen)
        else:
            yield control.name, control.value


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=rules)
def test_partitions_never_change_the_answer(random_company, seven_partitions, rule):
    assert np.array_equal(segments.members(random_company, rule), segments.members(seven_partitions, rule))


@pytest.fixture(scope="module")
def seven_partitions(write_company, random_tables):
    return write_company(random_tables, partitions=7)


def test_a_kept_answer_is_the_same_answer(random_company):
    rule = {"all": [{"kind": "lifecycle", "types": ["current"]}, {"kind": "reachable", "channel": "sms"}]}
    first = segments.members(random_company, rule)
    assert np.array_equal(first, segments.members(random_company, rule))
    evaluate.BITMAPS.clear()
    assert np.array_equal(first, segments.members(random_company, rule))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rule=st.one_of(events, sequences, steps, whens, others).map(lambda leaf: {"all": [leaf]}))
def test_a_company_too_large_to_keep_answers_the_same(random_company, plain, rule):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logs, "LARGEST_KEPT", 0)
        evaluate.BITMAPS.clear()
        found = segments.members(random_company, rule).tolist()
    evaluate.BITMAPS.clear()
    assert found == plain.members(rule, TODAY)
