"""Review and meanings of 50,000 recipients, letters a second, and our renderer beside python-liquid and Jinja2.

Run: `python tests/benchmarks/bench_messages.py [company folder]` (without one a company of 50,000 is built in /tmp).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import process_time
from typing import Any

import jinja2
import liquid
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from app import messages
from app.messages import letters
from app.messages.compiled import compile_message
from fake_company.build import build
from fake_company.warehouse import Company

OURS = (
    "(광고) 느린옷장 {{${first_name} | default: '고객'}}님, {% if custom_attribute.${tier} == 'vip' %}VIP 전용 "
    "{% else %}{% endif %}{{event_properties.${product_name} | default: '상품'}} 아직 있어요 "
    "{{event_properties.${price} | number_with_delimiter}}원\n수신거부: 설정 > 알림"
)
PLAIN = (
    "(광고) 느린옷장 {{first_name | default: '고객'}}님, {% if tier == 'vip' %}VIP 전용 {% else %}{% endif %}"
    "{{product_name | default: '상품'}} 아직 있어요 {{price}}원\n수신거부: 설정 > 알림"
)
JINJA = (
    "(광고) 느린옷장 {{first_name or '고객'}}님, {% if tier == 'vip' %}VIP 전용 {% else %}{% endif %}"
    "{{product_name or '상품'}} 아직 있어요 {{price}}원\n수신거부: 설정 > 알림"
)


COUNTDOWN = (
    "(광고) 느린옷장 {{${first_name} | default: '고객'}}님 {% assign now = 'now' | date: '%s' %}"
    "{% assign born = {{${date_of_birth}}} | date: '%s' %}{% for i in (1..5) %}{{i}}{% endfor %} "
    "D-{{ now | minus: born | divided_by: 86400 }} {{event_properties.${product_name} | default: '상품'}}\n"
    "수신거부: 설정 > 알림"
)
ONE = "{{${first_name} | default: '고객'}}님, 아까 보던 셔츠 아직 있어요"


@dataclass
class Fields:
    """Words of the benchmark's message."""

    title: str = "(광고) 느린옷장 {{${first_name} | default: '고객'}}님"
    body: str = OURS
    subject: str = ""
    link: str = "app://cart"
    buttons: tuple[Any, ...] = ()


@dataclass
class Appeal:
    """A declared appeal."""

    main: str = "reminder"
    phrase: str = "아직 있어요"
    others: tuple[str, ...] = ()


@dataclass
class Message:
    """The benchmark's message: three variables and a branch."""

    id: str = "m"
    name: str = "cart"
    channel: str = "app_push"
    purpose: str = "ad"
    fields: Fields = field(default_factory=Fields)
    appeal: Appeal = field(default_factory=Appeal)
    reason: str = "cart_left"
    promotion: str | None = None


def best(work: Callable[[], Any], times: int = 5) -> float:
    """Best of some runs, in seconds of this process's own time."""
    runs = []
    for _ in range(times):
        start = process_time()
        work()
        runs.append(process_time() - start)
    return min(runs)


def written(company: Company, body: str, count: int, now: datetime) -> tuple[int, list[str]]:
    """Letters of so many recipients, every text in full; and how many renderings they took."""
    message = Message(fields=Fields(title="", body=body, link=""))
    ids = np.resize(np.arange(company.meta.customers), count)
    made = letters.write(company, compile_message(message), message, None, ids, None, now)
    return len(made.letters), [made.text(row, "body") for row in range(count)]


def main() -> None:
    """Measure and print one JSON object."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "company"
    company = (
        Company.open(folder) if (folder / "meta.json").exists() else build("fashion", 50_000, 365, 1, folder)
    )
    count, products = company.meta.customers, int(company.scalar("SELECT count(*) FROM products"))
    draw = np.random.default_rng(1)
    ids = np.resize(np.arange(count), 50_000)
    items = draw.integers(0, products, 50_000)
    many, many_items = np.resize(ids, 100_000), draw.integers(0, products, 100_000)
    message, now = Message(), company.meta.today
    start = process_time()
    messages.review(company, message, None, ids, items)
    cold = process_time() - start
    row = {"first_name": "민지", "tier": "gold", "product_name": "셔츠", "price": 29_000}
    context = {
        "user": {"first_name": "민지"}, "custom_attribute": {"tier": "gold"},
        "event_properties": {"product_name": "셔츠", "price": 29_000},
    }  # fmt: skip
    plain, jinja = (
        liquid.Environment().from_string(PLAIN),
        jinja2.Environment(autoescape=False).from_string(JINJA),
    )
    ours = messages.compile_template(OURS)
    one = messages.compile_template(ONE)
    countdown = Message(fields=Fields(title="", body=COUNTDOWN))
    distinct, _ = written(company, ONE, 100_000, now)
    one_second = best(lambda: written(company, ONE, 100_000, now), 3)
    moment = datetime.fromisoformat("2026-03-02T10:00:00+09:00")
    us = {
        "ours": best(lambda: [messages.render(ours, context, moment) for _ in range(2000)]) / 2000,
        "python_liquid": best(lambda: [plain.render(**row) for _ in range(2000)]) / 2000,
        "jinja2": best(lambda: [jinja.render(**row) for _ in range(2000)]) / 2000,
    }
    print(json.dumps({
        "customers": count,
        "review_50000_cold_s": round(cold, 3),
        "review_50000_warm_s": round(best(lambda: messages.review(company, message, None, ids, items), 3), 3),
        "review_distinct_letters": messages.review(company, message, None, ids, items).distinct,
        "review_50000_for_and_dates_s": round(best(lambda: messages.review(company, countdown, None, ids, items), 2), 3),
        "review_for_and_dates_distinct": messages.review(company, countdown, None, ids, items).distinct,
        "letters_one_variable_per_s": round(100_000 / one_second),
        "letters_one_variable_renderings": distinct,
        "renders_one_variable_per_s": round(2000 / best(lambda: [messages.render(one, context, moment) for _ in range(2000)])),
        "meanings_100000_warm_s": round(best(lambda: messages.meanings(company, message, None, many, many_items, now)), 3),
        "preview_ms": round(1000 * best(lambda: messages.preview(company, message, 7, event={"product_id": 3})), 2),
        **{f"{name}_us_per_message": round(1e6 * seconds, 1) for name, seconds in us.items()},
        "ours_to_python_liquid": round(us["ours"] / us["python_liquid"], 2),
        "ours_to_jinja2": round(us["ours"] / us["jinja2"], 2),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
