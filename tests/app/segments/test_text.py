"""The text form: what it accepts, and where and how it answers mistakes."""

import pytest

from app import segments
from app.segments import nested, text
from fake_company.errors import DangolError

EVENT = {"kind": "event", "name": "product_added", "within": {"days": 3}}
ORDER = {"kind": "event", "name": "order_completed"}
GOLD = {"kind": "attribute", "field": "tier", "operator": "is", "value": "gold"}
READS = {
    "event product_added within 3d and not order_completed": {"all": [EVENT, {"none": [ORDER]}]},
    "product_added within 3 days AND NOT order_completed": {"all": [EVENT, {"none": [ORDER]}]},
    "tier is gold or product_added within 3d and order_completed": {"any": [GOLD, {"all": [EVENT, ORDER]}]},
    "(tier = gold or product_added within 3d) and order_completed": {"all": [{"any": [GOLD, EVENT]}, ORDER]},
    'attribute tier = "gold"': {"all": [GOLD]},
    "none(tier = gold, order_completed)": {"none": [GOLD, ORDER]},
    "everyone": {"all": []},
    "product_added within 3d\n  where (category = outer) >= 2 times": {"all": [{
        **EVENT, "count": {"operator": "at_least", "value": 2},
        "where": [{"property": "category", "operator": "is", "value": "outer"}],
    }]},
}  # fmt: skip


@pytest.mark.parametrize("source", READS)
def test_reads(source):
    assert segments.parse(segments.read_text(source)) == segments.parse(READS[source])


MISTAKES = [  # text, line, column, what is marked, a word the remedy has
    ("", 1, 1, " ", "product_added"),
    ("prodct_added within 3d", 1, 1, "prodct_added", "product_added"),
    ("product_added within 3d and tierr = gold", 1, 29, "tierr", "tier"),
    ("product_added whitin 3d", 1, 15, "whitin", "within"),
    ("product_added within 3d\nadn tier = gold", 2, 1, "adn", "and"),
    ("product_added within", 1, 21, " ", "3d"),
    ("product_added within 0d", 1, 22, "0d", "정수"),
    ("product_added within 99999d", 1, 22, "99999d", "정수"),
    ("product_added within 3x", 1, 22, "3x", "3d"),
    ("tier = ", 1, 8, " ", "gold"),
    ("tier in (gold, vip", 1, 19, " ", ")"),
    ('first_name = "민지', 1, 14, '"', '"'),
    ('first_name = "민지" ? 3', 1, 19, "?", "큰따옴표"),
    ("points = many", 1, 10, "many", "숫자"),
    ("points between 5 and 1", 1, 16, "5 and 1", "바꿔"),
    ("reachable telegram", 1, 11, "telegram", "app_push"),
    ("top 120% by spend_krw", 1, 5, "120", "10"),
    ("bucket 10 to 5", 1, 14, "5", "바꿔"),
    (
        "sequence product_added then not order_completed within 24h then searched within 1h",
        1,
        29,
        None,
        "마지막",
    ),
    ("segment seg-9", 1, 9, "seg-9", "seg-2"),
    ("tier = gold tier = vip", 1, 13, "tier", "and"),
]


@pytest.mark.parametrize(("source", "line", "column", "marked", "remedy"), MISTAKES)
def test_a_mistake_points_at_its_character(random_company, source, line, column, marked, remedy):
    schema = segments.schema_of(random_company, [Part("seg-2", "둘", {"all": []})])
    with pytest.raises(segments.TextError) as caught:
        segments.read_text(source, schema)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert error.where.ko == f"{line}번째 줄 {column}번째 글자"
    assert error.where.en == f"line {line}, column {column}"
    assert remedy in error.remedy.ko
    assert error.message.en
    assert error.remedy.en
    shown, caret = error.caret().split("\n")
    assert shown == source.split("\n")[line - 1]
    assert caret.strip("^ ") == ""
    if marked is not None:
        assert (source[error.start : error.end] or " ") == marked


def test_deep_parentheses_and_long_texts_are_refused():
    for source in ("(" * 500 + "tier = gold" + ")" * 500, "not " * 500 + "tier = gold", "x" * 30_000):
        with pytest.raises(DangolError):
            segments.read_text(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("product_ad", ["product_added"]),
        ("product_added with", ["within"]),
        ("tier in (go", ["gold"]),
        ("reachable app", ["app_push"]),
        ("product_added where (cate", ["category", "category_id"]),
        ("product_added within 3d o", ["or"]),
    ],
)
def test_words_that_may_follow(source, expected):
    assert text.suggestions(source) == expected


class Part:
    def __init__(self, id, name, rule):
        self.id, self.name, self.rule = id, name, rule


def plan(**rules):
    return [Part(id, id.upper(), rule) for id, rule in rules.items()]


def named(id):
    return {"kind": "segment", "id": id}


def test_a_segment_inside_a_segment_is_its_rule(random_company):
    parts = plan(a={"all": [GOLD]}, b={"none": [named("a")]})
    whole = segments.resolved({"all": [named("b")]}, parts)
    assert (
        segments.members(random_company, whole).tolist()
        == segments.members(random_company, {"none": [GOLD]}).tolist()
    )
    assert segments.flattened(whole) == {"all": [{"none": [{"all": [GOLD]}]}]}
    assert [part.id for part in segments.users_of("a", parts)] == ["b"]
    assert segments.sentence(whole).ko == "‘B’에 드는 고객"


@pytest.mark.parametrize(
    ("parts", "where", "says"),
    [
        (plan(a={"all": [named("a")]}), "rule.all[0].id", "a → a"),
        (plan(a={"all": [named("b")]}, b={"any": [GOLD, named("c")]}, c={"all": [named("a")]}),
         "rule.all[0].rule.any[1].rule.all[0].id", "a → b → c → a"),
        (plan(a={"all": [{"none": [named("z")]}]}), "rule.all[0].none[0].id", "z"),
        (plan(a={"all": [named("b")]}, b={}), "rule.all[0].id", "B"),
    ],
)  # fmt: skip
def test_circles_and_unknown_segments_are_named(parts, where, says):
    with pytest.raises(DangolError) as caught:
        segments.resolved(parts[0].rule, parts, "rule", "a")
    assert caught.value.where.en == where
    assert says in caught.value.message.ko
    assert says in caught.value.message.en
    assert caught.value.remedy.ko


def test_segments_that_multiply_are_refused():
    rules = {f"s{n}": {"all": [named(f"s{n + 1}")] * 8} for n in range(12)}
    with pytest.raises(DangolError, match=str(nested.MOST)):
        segments.resolved({"all": [named("s0")]}, plan(**rules, s12={"all": [GOLD]}))
