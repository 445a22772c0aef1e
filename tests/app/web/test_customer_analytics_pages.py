"""Customers, lifecycle, RFM, past campaigns and the KPI board as pages: words, tables, downloads, wrong addresses, segments."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

from app import segments
from app.analytics import past
from app.analytics.rfm_map import rfm_map
from fake_company.warehouse import Company
from tests.app.web.conftest import Visitor

PAGES = {
    "/lifecycle/": ("휴면 고객", "Dormant"),
    "/lifecycle/?new=14&dormant=45&months=12&everybody=1": ("회사 기준", "own"),
    "/rfm/": ("최우수 고객", "champions"),
    "/rfm/?axis=m&shade=sales": ("금액", "Money"),
    "/past/": ("전환 기여 기간", "Attribution window"),
    "/past/?days=28&basis=clicked&credit=last": ("누른 뒤", "after clicking"),
    "/past/winback-5000": ("비교 그룹이 말하는 것", "What the holdout says"),
    "/past/weekly-new-arrivals?days=1": ("아무도 남겨 두지 않았어요", "held nobody back"),
    "/kpi/": ("광고가 보는 숫자", "What advertising looks at"),
    "/kpi/?months=3&measure=roas": ("앞 기간", "Before"),
    "/customers/?segment=type:dormant&sort=spent&order=rises&page=2": ("휴면 고객", "dormant"),
    "/customers/17?kind=message": ("수신 동의", "Consents"),
    "/customers/17?at=2026-01-05": ("유형이 바뀐 날", "Types over time"),
}
DOWNLOADS = [
    "/lifecycle/months.csv", "/lifecycle/moves.csv", "/rfm/groups.csv", "/rfm/cells.csv", "/rfm/scores.csv",
    "/past/campaigns.csv", "/past/coupons.csv", "/past/winback-5000/days.csv", "/past/winback-5000/types.csv",
    "/past/winback-5000/months.csv", "/kpi/sources.csv", "/kpi/months.csv", "/customers/list.csv", "/customers/17/days.csv",
]  # fmt: skip
WRONG = [
    "/lifecycle/?new=0", "/lifecycle/?dormant=soon", "/lifecycle/?months=7", "/rfm/?axis=x", "/past/?days=9",
    "/past/?basis=sent", "/past/nothing-such", "/past/nothing-such/days.csv", "/kpi/?months=1", "/kpi/?measure=luck",
    "/customers/?sort=shoe", "/customers/?order=up", "/customers/?segment=type:none", "/customers/17?kind=gift",
    "/customers/17?at=yesterday", "/customers/17?from=x", "/customers/999999999",
]  # fmt: skip


def test_a_page_says_what_it_shows_in_both_languages(visitor: Visitor) -> None:
    for address, both in PAGES.items():
        for language, words in zip(("ko", "en"), both, strict=True):
            text = visitor.get(f"{address}{'&' if '?' in address else '?'}lang={language}")

            assert visitor.status == 200, address
            assert words in unescape(text), address
            assert 'aria-current="page"' in text, address


def test_every_figure_has_its_table_and_download(visitor: Visitor) -> None:
    for address in ("/lifecycle/", "/rfm/", "/past/", "/kpi/", "/past/winback-5000", "/customers/17"):
        text = visitor.get(address)

        for figure in re.findall(r'<figure class="chart figure-frame">.*?</figure>', text, re.S):
            assert "<table" in figure, address
            assert re.search(r'href="[^"]+\.csv[^"]*" download', figure), address


def test_a_download_is_a_table_with_its_head(visitor: Visitor) -> None:
    for address in DOWNLOADS:
        text = visitor.get(address)

        assert (visitor.status, visitor.answer.mimetype) == (200, "text/csv"), address
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert len(rows) > 1, address
        assert {len(row) for row in rows} == {len(rows[0])}, address


def test_a_wrong_address_is_answered_with_place_and_remedy(visitor: Visitor) -> None:
    for address in WRONG:
        text = visitor.get(address)

        assert visitor.status in (400, 404), address
        assert 'id="main"' in text, address
        assert "Traceback" not in text, address


def test_every_button_of_the_map_makes_a_segment_of_exactly_its_customers(
    visitor: Visitor, small_company: Company
) -> None:
    found = {
        unescape(name): json.loads(unescape(rule))
        for address in ("/rfm/", "/rfm/?axis=m", "/lifecycle/")
        for rule, name in re.findall(r'name="rule" value="([^"]*)"><input type="hidden" name="name" value="([^"]*)"', visitor.get(address))
    }  # fmt: skip
    expected = {f"RFM R{cell.r} {other.upper()}{cell.other}": cell.customers
                for other in "fm" for cell in rfm_map(small_company, other).cells if cell.customers}  # fmt: skip
    expected |= {
        segments.rfm.GROUPS[row.key].label.ko: row.customers for row in rfm_map(small_company).groups
    }
    expected |= {label.ko: segments.count(small_company, {"kind": "lifecycle", "types": [key]}).n
                 for key, label in segments.TYPES.items()}  # fmt: skip

    assert {name: segments.count(small_company, rule).n for name, rule in found.items()} == expected


def test_a_cell_of_the_map_is_one_click_from_the_plan(visitor: Visitor) -> None:
    text = visitor.get("/rfm/")
    rule, name = re.findall(
        r'name="rule" value="([^"]*)"><input type="hidden" name="name" value="([^"]*)"', text
    )[0]

    opened = visitor.post("/segments/new-from" if "/segments/new-from" in text else _action(text),
                          {"rule": unescape(rule), "name": unescape(name)}, follow_redirects=True)  # fmt: skip

    assert visitor.status == 200
    assert unescape(name) in unescape(opened)


def _action(text: str) -> str:
    found = re.search(r'<form class="segment-link" method="post" action="([^"]+)"', text)
    assert found
    return found[1]


def test_one_walks_through_a_list_and_reads_on_in_time(visitor: Visitor) -> None:
    text = visitor.get("/customers/?segment=type:current&sort=orders")
    first = re.search(r'<th scope="row"><a href="(/customers/\d+\?[^"]+)"', text)
    assert first

    person = visitor.get(unescape(first[1]))
    assert "1번째" in unescape(person)
    after = re.search(r'data-flip="next" href="([^"]+)"', person)
    assert after
    assert "segment=type:current" in unescape(after[1])
    assert "2번째" in visitor.get(unescape(after[1]))
    older = re.search(r'rel="next" href="([^"#]+)', person)
    assert older
    earlier = visitor.get(unescape(older[1]))
    assert 'rel="prev"' in earlier


def test_a_search_while_typing_answers_with_the_list_alone(visitor: Visitor, small_company: Company) -> None:
    name = small_company.scalar("SELECT first_name FROM customers WHERE length(first_name) = 2 LIMIT 1")

    text = visitor.get("/customers/", query_string={"q": name}, headers={"HX-Request": "true"})

    assert text.lstrip().startswith("<section")
    assert name in text
    assert "아무도" not in text


def test_the_list_of_campaigns_holds_every_one_with_its_opt_outs(
    visitor: Visitor, small_company: Company
) -> None:
    text = unescape(visitor.get("/past/"))

    for one in past.campaigns(small_company):
        assert one.name.ko in text
        assert f"/past/{one.campaign_id}" in text
