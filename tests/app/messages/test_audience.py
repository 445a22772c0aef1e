"""Preview, review and meanings on a real company, each held against writing to every customer one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from app import messages, segments
from app.messages import channels, facts, letters, reach
from app.messages.compiled import compile_message
from app.segments.channels import CHANNELS
from fake_company.errors import NotFound
from fake_company.warehouse import Company
from tests.app.messages._made import COUPON, message

PUSH = {
    "title": "(광고) 느린옷장 {{${first_name}}}님",
    "body": "{{event_properties.${product_name} | default: '상품'}} {{event_properties.${price} | number_with_delimiter | default: '0'}}원 "
    "{% if custom_attribute.${tier} == 'vip' %}VIP{% else %}장바구니에 담아 두셨어요{% endif %}\n수신거부: 설정 > 알림",
    "link": "app://cart",
}  # fmt: skip
SMS = {
    "body": "(광고)느린옷장 {{${first_name} | strip | default: '고객'}}님 {{event_properties.${product_name}}} 아직 남아 있어요\n"
    "무료수신거부 080-123-4567"
}


@pytest.fixture(scope="module")
def audience(small_company: Company) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Every customer, each with some product (a few with none)."""
    draw = np.random.default_rng(3)
    count = small_company.meta.customers
    return np.arange(count), draw.integers(-1, 200, count)


def one_by_one(company: Company, made: Any, ids: Any, products: Any) -> list[letters.Letter]:
    """Every recipient's message, rendered plainly."""
    compiled, known = compile_message(made), facts.of(company)
    out = []
    for customer, product in zip(ids.tolist(), products.tolist(), strict=True):
        values = {
            key: known.column(key).value(customer if known.variables[key].over == "customer" else product)
            for key in compiled.keys
        }
        context = letters.context_of(values, letters.plan_values(made, None, company.meta.today))
        out.append(letters.render_fields(compiled, context, letters.utc(company.meta.today)))
    return out


@pytest.mark.parametrize(("channel", "parts"), [("app_push", PUSH), ("sms", SMS)])
def test_shared_letters_equal_letters_written_one_by_one(
    small_company: Company, audience: Any, channel: str, parts: dict[str, str]
) -> None:
    ids, products = audience
    made = message(channel, **parts)
    plain = one_by_one(small_company, made, ids, products)
    shared = letters.write(
        small_company, compile_message(made), made, None, ids, products, small_company.meta.today
    )
    assert len(shared.letters) < len(ids) / 2
    for field in parts:
        assert [shared.text(row, field) for row in range(len(ids))] == [
            letter.texts[field] for letter in plain
        ]
        assert shared.size(field, False).tolist() == [len(letter.texts[field]) for letter in plain]
        in_bytes = [facts.cp949_size(letter.texts[field]) for letter in plain]
        assert shared.size(field, True).tolist() == in_bytes
        assert shared.unsendable(field).tolist() == [
            bool(facts.unsendable(letter.texts[field])) for letter in plain
        ]
    assert [shared.letters[which].holes for which in shared.which] == [letter.holes for letter in plain]


def test_review_counts_what_each_recipient_sees(small_company: Company, audience: Any) -> None:
    ids, products = audience
    made = message(**PUSH)
    review = messages.review(small_company, made, None, ids, products)
    skips = reach.skips(small_company, channels.get("app_push"), ids, True, small_company.meta.today)
    sent = ~np.any(list(skips.values()), axis=0)
    plain = one_by_one(small_company, made, ids, products)
    nameless = sum("first_name" in plain[row].holes for row in np.flatnonzero(sent))
    assert review.recipients == len(ids)
    assert review.sent == int(sent.sum()) > 0
    assert sum(review.skipped.values()) + review.sent == review.recipients
    assert review.holes["first_name"] == nameless > 0
    assert sum(branch.count for branch in review.branches) == review.sent
    assert review.defaults["상품"] == int((sent & (products < 0)).sum())
    assert {finding.code: finding.count for finding in review.findings}[
        "hole.no_default"
    ] == nameless - review.blank_names
    assert len(review.worst) == 10
    assert all(
        not plain[sample.customer_id].texts["title"].startswith("(광고) 느린옷장 고객")
        for sample in review.worst
    )


def test_one_tap_fixes_close_the_holes(small_company: Company, audience: Any) -> None:
    ids, products = audience
    parts = dict(PUSH)
    for _ in range(3):
        review = messages.review(small_company, message(**parts), None, ids, products)
        fixes = [
            f.fix
            for f in review.findings
            if f.fix and f.code in ("hole.no_default", "name.blank", "hole.blank")
        ]
        if not fixes:
            break
        parts[fixes[0]["path"].rpartition(".")[2]] = fixes[0]["value"]
    assert parts["title"] == "(광고) 느린옷장 {{${first_name} | strip | default: '고객'}}님"
    assert review.holes.get("first_name", 0) == 0
    assert review.blank_names == 0


def test_an_sms_that_outgrows_ninety_bytes_is_billed_as_lms(small_company: Company, audience: Any) -> None:
    ids, products = audience
    made = message("sms", **SMS)
    review = messages.review(small_company, made, None, ids, products)
    meanings = messages.meanings(small_company, made, None, ids, products)
    plain = one_by_one(small_company, made, ids, products)
    prices = [39.0 if facts.cp949_size(letter.texts["body"]) > 90 else 12.0 for letter in plain]
    assert meanings.price_krw.tolist() == prices
    assert 0 < review.became_lms < review.sent
    assert review.extra_krw == review.became_lms * 27
    assert review.price_krw == review.sent * 12 + review.extra_krw


def test_night_and_old_consent_are_skipped(small_company: Company, audience: Any) -> None:
    ids, products = audience
    made = message(**PUSH)
    evening = messages.review(small_company, made, None, ids, products, datetime(2026, 3, 2, 19))
    night = messages.review(small_company, made, None, ids, products, datetime(2026, 3, 2, 22))
    years_later = messages.review(small_company, made, None, ids, products, datetime(2029, 3, 2, 19))
    assert evening.skipped["night"] == 0
    assert night.skipped["night"] > 0
    assert night.sent + night.skipped["night"] == evening.sent
    assert years_later.sent == 0
    assert "limit.nobody" in {finding.code for finding in years_later.findings}


def test_a_broken_template_is_a_finding_not_a_crash(small_company: Company, audience: Any) -> None:
    ids, products = audience
    broken = message(**{**PUSH, "body": "{{ ${first_name} "})
    review = messages.review(small_company, broken, None, ids, products)
    preview = messages.preview(small_company, broken, 0)
    assert [(finding.code, finding.where) for finding in review.findings] == [
        ("limit.template", "messages[0].fields.body")
    ]
    assert (review.sent, preview.fields, preview.error is not None) == (0, {}, True)


def test_aborted_messages_are_counted_by_reason(small_company: Company, audience: Any) -> None:
    ids, products = audience
    body = PUSH["body"] + "{% if ${first_name} == blank %}{% abort_message('이름 없음') %}{% endif %}"
    review = messages.review(small_company, message(**{**PUSH, "body": body}), None, ids, products)
    assert review.aborts["이름 없음"] == review.skipped["aborted"] > 0
    assert review.holes == {}


def test_preview_shows_the_customer_and_counts(small_company: Company) -> None:
    known = facts.of(small_company)
    named = next(row for row in range(500) if known.column("first_name").value(row) not in (None, " "))
    preview = messages.preview(small_company, message(**PUSH), named, event={"product_id": 3})
    name, product = (
        known.column("first_name").value(named),
        known.column("event_properties.product_name").value(3),
    )
    assert preview.fields["title"] == f"(광고) 느린옷장 {name}님"
    assert preview.fields["body"].startswith(product)
    assert preview.counters[0].count == len(preview.fields["title"])
    assert [finding.code for finding in preview.findings if finding.severity == "error"] == []
    with pytest.raises(NotFound):
        messages.preview(small_company, message(**PUSH), small_company.meta.customers)


def test_meanings_name_the_item_and_its_category(small_company: Company, audience: Any) -> None:
    ids, products = audience
    found = messages.meanings(
        small_company, message(**PUSH, main="reminder", reason="cart_left"), None, ids, products
    )
    rows = small_company.rows("SELECT product_id, category_id FROM products ORDER BY product_id")
    category = {row["product_id"]: row["category_id"] for row in rows}
    assert found.named_category.tolist() == [category.get(product, -1) for product in products.tolist()]
    assert found.names_item.tolist() == (products >= 0).tolist()
    assert found.main_appeal == "reminder"
    assert found.illegal == ()
    tier = facts.of(small_company).column("custom_attribute.tier")
    vip = np.array([tier.value(row) == "vip" for row in ids.tolist()])
    assert found.reason.tolist() == np.where(vip, 0, np.where(products >= 0, 1, -1)).tolist()


# message parts, promotion, event → main appeal, others
APPEALS: list[tuple[dict[str, str], Any, bool, str | None, tuple[str, ...]]] = [
    ({"body": "쿠폰 드려요", "main": "benefit"}, COUPON, False, "benefit", ()),
    ({"body": "쿠폰 드려요", "main": "benefit"}, None, False, None, ()),
    ({"body": "{{event_properties.${review_text}}}", "main": "social_proof"}, None, True, "social_proof", ()),
    (
        {"body": "후기가 좋아요 ★★★★★", "main": "social_proof", "phrase": "후기가 좋아요"},
        None,
        True,
        None,
        (),
    ),
    (
        {"body": "{{event_properties.${product_name}}} 아직 있어요", "main": "reminder"},
        None,
        True,
        "reminder",
        (),
    ),
    ({"body": "{{event_properties.${product_name}}} 아직 있어요", "main": "reminder"}, None, False, None, ()),
    ({"body": "오늘까지만", "main": "urgency"}, None, False, None, ()),
    (
        {"body": "{{campaign.${promotion_expires_at}}}까지", "main": "urgency"},
        COUPON,
        False,
        "urgency",
        ("benefit",),
    ),
    ({"body": "오늘만 드려요", "main": "urgency"}, COUPON, False, None, ("benefit",)),
    ({"body": "셔츠에 어울리는 바지", "main": "story", "phrase": "어울리는 바지"}, None, False, "story", ()),
    ({"body": "셔츠에 어울리는 바지", "main": "story", "phrase": "없는 말"}, None, False, None, ()),
    ({"body": "셔츠에 어울리는 바지", "main": "story"}, COUPON, False, None, ("benefit",)),
]


@pytest.mark.parametrize(("parts", "promotion", "event", "main", "others"), APPEALS)
def test_structure_proves_an_appeal_words_only_suggest(
    small_company: Company,
    parts: dict[str, str],
    promotion: Any,
    event: bool,
    main: str | None,
    others: tuple[str, ...],
) -> None:
    ids = np.arange(50)
    found = messages.meanings(
        small_company, message(title="(광고) 느린옷장", **parts), promotion, ids, ids if event else None
    )
    assert (found.main_appeal, found.other_appeals) == (main, others)


def test_only_the_authors_own_words_name_a_category(small_company: Company) -> None:
    ids = np.arange(100)
    name = str(small_company.scalar("SELECT name_ko FROM categories WHERE category_id = 2"))
    own = messages.meanings(small_company, message(body=f"새로 나온 {name}"), None, ids)
    both = messages.meanings(small_company, message(body="니트와 셔츠와 바지와 신발"), None, ids)
    quoted = messages.meanings(
        small_company, message(body="{{event_properties.${review_text} | truncate: 60}}"), None, ids, ids
    )
    assert set(own.named_category.tolist()) == {2}
    assert set(both.named_category.tolist()) == {-1}
    assert set(quoted.named_category.tolist()) == {-1}


def test_illegal_texts_are_told_per_recipient(small_company: Company) -> None:
    body = "{% if ${gender} == 'female' %}(광고) {% endif %}느린옷장 소식\n무료수신거부 080-123-4567"
    found = messages.meanings(small_company, message("sms", body=body), None, np.arange(300))
    gender = facts.of(small_company).column("gender")
    assert found.illegal == ("law.ad_label",)
    assert found.illegal_row.tolist() == [gender.value(row) != "female" for row in range(300)]


@pytest.mark.parametrize("key", list(messages.reasons.all_reasons()))
def test_every_reason_is_a_fact_about_some_and_not_all(small_company: Company, key: str) -> None:
    share = messages.reasons.true_for(small_company, key, small_company.meta.today).mean()
    assert 0 < share < 1
    reason = messages.reasons.all_reasons()[key]
    assert reason.cue.search(reason.example.ko)
    assert reason.cue.search(reason.example.en)


def test_every_variable_can_be_read_and_its_missing_share_shown(small_company: Company) -> None:
    menu = messages.menu(facts.of(small_company))
    assert {row["key"] for row in menu} >= {
        "first_name",
        "custom_attribute.top_size",
        "event_properties.review_text",
    }
    assert all(0 <= row["missing_share"] < 1 and row["label"].ko and row["label"].en for row in menu)
    assert next(row for row in menu if row["key"] == "first_name")["snippet"] == "{{${first_name}}}"


@pytest.mark.parametrize("key", list(CHANNELS))
def test_who_may_get_an_ad_is_the_same_question_for_segments(small_company: Company, key: str) -> None:
    ids = np.arange(small_company.meta.customers)
    skips = reach.skips(small_company, channels.get(key), ids, key != "alimtalk", small_company.meta.today)
    reached = ids[~np.any(list(skips.values()), axis=0)]
    assert reached.tolist() == segments.members(small_company, {"kind": "reachable", "channel": key}).tolist()
