"""A question of an explore page as its address holds it: steps with tests, period, segment, split. Shareable, without state.

Steps are `s1=product_viewed&s2=order_completed`; tests of step 1 are `s1.p1=category&s1.o1=is&s1.v1=outer`. Buttons of the form
send `do=add`, `do=remove:2`, `do=up:2`, `do=down:2`, `do=test:1` or `do=untest:1:2`; the answer is the page with that done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, make_response, redirect, render_template, request

from app.analytics import property_values, splits, streams
from app.analytics.splits import Groups
from app.analytics.streams import Step
from app.segments import operators, properties
from app.segments.fields import PROPERTIES
from app.segments.place import Place
from app.web import _desk, _explore
from app.web._words import say
from fake_company.errors import DangolError
from fake_company.text import Text
from fake_company.warehouse import Company

MOST_TESTS = 3
PERIODS = (7, 14, 30, 60, 90, 180, 365)
NEXT_EVENT = {
    "session_started": "product_viewed",
    "product_viewed": "product_added",
    "product_added": "checkout_started",
    "checkout_started": "order_completed",
}


@dataclass
class PropertyForm:
    """One property test of the form, finished or not."""

    property: str = ""
    operator: str = ""
    value: str = ""


@dataclass
class StepForm:
    """One step of the form."""

    name: str
    tests: list[PropertyForm] = field(default_factory=list)

    def step(self, company: Company, place: str) -> Step:
        """The step, checked; tests without a property are left out."""
        at = Place(place).key("where")
        made = [
            properties.PropertyTest.parse(_test(one), at.at(index))
            for index, one in enumerate(self.tests)
            if one.property
        ]
        found = Step(self.name, tuple(made))
        found.check(company, place)
        return found


def _test(one: PropertyForm) -> dict[str, Any]:
    """A test of the form as JSON: texts become what the property's type asks for."""
    known = PROPERTIES.get(one.property)
    row = operators.OPERATORS.get(one.operator)
    if known is None or row is None:
        return {"property": one.property, "operator": one.operator or "is", "value": one.value}
    if row.argument == "none":
        return {"property": one.property, "operator": one.operator}
    read = _number if known.type == "number" or row.argument == "days" else str
    if row.argument in ("many", "range"):
        parts = [part.strip() for part in re.split(r"[,~]", one.value) if part.strip()]
        return {
            "property": one.property,
            "operator": one.operator,
            "value": [read(part) for part in parts],
        }
    return {"property": one.property, "operator": one.operator, "value": read(one.value.strip())}


def _number(text: str) -> Any:
    """A number as it is typed; what is none stays text, and its check says so."""
    plain = text.replace(",", "").replace("원", "").strip()
    try:
        value = float(plain)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def register(app: Flask) -> None:
    """Let the form ask what can be chosen."""
    app.jinja_env.globals.update(
        property_menu=property_menu, operator_menu=operator_menu, value_menu=value_menu
    )


def steps(defaults: tuple[str, ...], fewest: int, most: int) -> list[StepForm]:
    """The steps of the address (or the defaults), after the button that was pressed."""
    found = [_read(number) for number in range(1, most + 1) if request.args.get(f"s{number}")]
    found = found or [StepForm(name) for name in defaults]
    if fewest == most:  # a question of so many steps and no other: what is missing is the usual one
        found += [StepForm(name) for name in defaults[len(found) : most]]
    action, _, rest = request.args.get("do", "").partition(":")
    numbers = [int(part) for part in rest.split(":") if re.fullmatch(r"\d{1,2}", part)]
    at = numbers[0] - 1 if numbers else -1
    if action == "add" and len(found) < most:
        found.append(StepForm(NEXT_EVENT.get(found[-1].name, "order_completed")))
    elif not 0 <= at < len(found):
        return found
    elif action == "remove" and len(found) > fewest:
        del found[at]
    elif action == "up" and at > 0:
        found[at - 1], found[at] = found[at], found[at - 1]
    elif action == "down" and at < len(found) - 1:
        found[at + 1], found[at] = found[at], found[at + 1]
    elif action == "test" and len(found[at].tests) < MOST_TESTS:
        found[at].tests.append(PropertyForm("category", "is"))
    elif action == "untest" and len(numbers) > 1 and 0 < numbers[1] <= len(found[at].tests):
        del found[at].tests[numbers[1] - 1]
    return found


def _read(number: int) -> StepForm:
    args = request.args
    one = StepForm(args[f"s{number}"][:80])
    for test in range(1, MOST_TESTS + 1):
        name = args.get(f"s{number}.p{test}", "")[:40]
        if name:
            wanted, value = args.get(f"s{number}.o{test}", "")[:40], args.get(f"s{number}.v{test}", "")[:200]
            rows = operators.of_type(PROPERTIES[name].type) if name in PROPERTIES else []
            if rows and wanted not in {row.key for row in rows}:
                wanted = rows[0].key
            one.tests.append(PropertyForm(name, wanted, value))
    return one


def address(steps_: list[StepForm], **more: Any) -> str:
    """The question as the shortest query string; empty values are left out."""
    parts: list[tuple[str, str]] = []
    for number, one in enumerate(steps_, 1):
        parts.append((f"s{number}", one.name))
        for index, test in enumerate(one.tests, 1):
            parts += [(f"s{number}.p{index}", test.property), (f"s{number}.o{index}", test.operator)]
            parts += [(f"s{number}.v{index}", test.value)] if test.value else []
    parts += [(key, str(value)) for key, value in more.items() if value not in (None, "", False)]
    return urlencode(parts)


def choice(name: str, known: Mapping[str, Any], default: str) -> str:
    """One of a few values of the address; an unknown one is an error that says which there are."""
    found = request.args.get(name) or default
    if found not in known:
        raise DangolError(
            Text(f"‘{found[:40]}’은 고를 수 없는 값이에요.", f"'{found[:40]}' is not a choice."),
            name,
            Text(f"{', '.join(known)} 가운데 골라 주세요.", f"Choose one of {', '.join(known)}."),
        )
    return found


def groups(company: Company, key: str) -> Groups | None:
    """The split of an address over customers: `type`, `attribute:…` or `segment:…`; None for none."""
    if not key or key.startswith("property:"):
        return None
    if key.startswith("segment:"):
        chosen = _explore.segment_choice(key)
        mask = _explore.segment_mask(key)
        if chosen is None or mask is None:
            return None
        return splits.by_mask(company, mask, chosen.label)
    return splits.by_key(company, key)


def split_menu(
    company: Company, *, with_properties: bool = False
) -> list[tuple[Text, list[tuple[str, Text]]]]:
    """What a chart can be split by, in parts: segments, customer attributes, event properties."""
    own = [(one.key, one.label) for one in _explore.segment_options() if one.key.startswith("segment:")]
    menu = [(Text("고객 속성", "Customer attributes"), splits.choices(company))]
    if with_properties:
        menu.insert(0, (Text("이벤트 속성", "Event properties"), property_values.choices()))
    if held := splits.campaign_choices(company):
        menu.append((Text("보낸 고객과 비교 그룹", "Sent or held out"), held))
    if own:
        menu.append((Text("고객 묶음", "Segments"), own))
    return menu


def value_menu(event: str, name: str) -> tuple[tuple[str, Text], ...]:
    """Frequent values of an event's property, to choose from; none for a property without names."""
    return property_values.samples(_desk.company(), event, name) if name in property_values.SPLITS else ()


def operator_menu(name: str) -> list[tuple[str, Text, str]]:
    """The comparisons a property can be tested with: key, words, and what value it takes."""
    if name not in PROPERTIES:
        return []
    return [(row.key, row.label, row.argument) for row in operators.of_type(PROPERTIES[name].type)]


def property_menu() -> list[tuple[str, Text]]:
    """Every property of events."""
    return [(one.key, one.label) for one in PROPERTIES.values()]


def is_part() -> bool:
    """Whether only the part that changes is asked for (going back in the browser asks for the whole page)."""
    return _desk.is_live() and "HX-History-Restore-Request" not in request.headers


def _name(steps_: list[StepForm]) -> str:
    """A name to keep the question under: its events."""
    company = _desk.company()
    return " → ".join(dict.fromkeys(str(say(streams.event_label(company, one.name))) for one in steps_))


def answer(page: str, part: str, query: str, **values: Any) -> Any:
    """The page, or its part with the address it stands for; a pressed button leads to that address."""
    where = f"{request.path}?{query}" if query else request.path
    values |= {"page": request.blueprint, "kept_query": query, "kept_name": _name(values["steps"])}
    if is_part():
        response = make_response(render_template(part, **values))
        response.headers["HX-Push-Url"] = where
        return response
    if "do" in request.args:
        return redirect(where)
    return render_template(page, **values)
