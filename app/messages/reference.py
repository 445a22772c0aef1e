"""Every filter and tag a template may use, with its signature and one line: for completion and the help page."""

from __future__ import annotations

from dataclasses import dataclass

from fake_company.text import Text


@dataclass(frozen=True)
class Entry:
    """One filter or tag: how it is written, and what it does."""

    key: str
    signature: str
    text: Text


def _rows(*rows: tuple[str, str, str, str]) -> dict[str, Entry]:
    return {key: Entry(key, signature, Text(ko, en)) for key, signature, ko, en in rows}


FILTERS = _rows(
    ("default", "default: '고객'", "비어 있으면 대신 쓸 값", "the value to use where there is none"),
    ("strip", "strip", "앞뒤 공백 없애기", "takes blanks off both ends"),
    ("append", "append: '님'", "뒤에 붙이기", "adds to the end"),
    ("prepend", "prepend: 'To. '", "앞에 붙이기", "adds to the front"),
    ("upcase", "upcase", "영문 대문자로", "to capitals"),
    ("downcase", "downcase", "영문 소문자로", "to small letters"),
    ("capitalize", "capitalize", "첫 글자만 대문자로", "first letter capital, the rest small"),
    ("replace", "replace: '가', '나'", "모두 바꾸기", "replaces every one"),
    ("replace_first", "replace_first: '가', '나'", "처음 하나만 바꾸기", "replaces the first"),
    ("replace_last", "replace_last: '가', '나'", "마지막 하나만 바꾸기", "replaces the last"),
    ("remove", "remove: '-'", "모두 지우기", "removes every one"),
    ("remove_first", "remove_first: '-'", "처음 하나만 지우기", "removes the first"),
    ("remove_last", "remove_last: '-'", "마지막 하나만 지우기", "removes the last"),
    ("truncate", "truncate: 10, '…'", "글자 수에 맞춰 자르기", "cuts to so many characters"),
    ("truncatewords", "truncatewords: 5, '…'", "낱말 수에 맞춰 자르기", "cuts to so many words"),
    ("slice", "slice: 0, 2", "일부만 꺼내기", "takes a part out"),
    ("split", "split: ','", "나누어 목록으로", "splits into a list"),
    ("squish", "squish", "겹친 공백을 하나로", "joins runs of blanks"),
    ("strip_html", "strip_html", "HTML 태그 없애기", "takes HTML tags out"),
    ("strip_newlines", "strip_newlines", "줄바꿈 없애기", "takes line ends out"),
    ("newline_to_br", "newline_to_br", "줄바꿈을 <br>로", "line ends to <br>"),
    ("escape", "escape", "HTML로 안전하게", "makes text safe in HTML"),
    ("escape_once", "escape_once", "이미 바꾼 것은 두고 HTML로 안전하게", "as escape, what is escaped stays"),
    ("size", "size", "글자나 항목의 수", "how many characters or items"),
    ("plus", "plus: 1", "더하기", "adds"),
    ("minus", "minus: 1", "빼기", "subtracts"),
    ("times", "times: 2", "곱하기", "multiplies"),
    ("divided_by", "divided_by: 3", "나누기(정수로 나누면 내림)", "divides (whole numbers round down)"),
    ("modulo", "modulo: 2", "나눈 나머지", "the remainder"),
    ("round", "round: 1", "반올림", "rounds"),
    ("ceil", "ceil", "올림", "rounds up"),
    ("floor", "floor", "내림", "rounds down"),
    ("abs", "abs", "부호 없애기", "without its sign"),
    ("at_least", "at_least: 0", "이보다 작지 않게", "not under this"),
    ("at_most", "at_most: 100", "이보다 크지 않게", "not over this"),
    ("number_with_delimiter", "number_with_delimiter", "세 자리마다 쉼표", "commas every three digits"),
    ("money", "money", "돈의 모양으로", "as an amount of money"),
    ("date", "date: '%m월 %d일'", "날짜와 시각의 모양", "writes a date or time"),
    ("time_zone", "time_zone: 'Asia/Seoul'", "그 시간대의 시각으로", "in that time zone"),
    ("first", "first", "첫 항목", "the first item"),
    ("last", "last", "마지막 항목", "the last item"),
    ("join", "join: ', '", "이어 붙이기", "joins a list"),
    ("map", "map: 'name'", "항목마다 한 값만", "one value of every item"),
    ("where", "where: 'category', '셔츠'", "맞는 항목만", "items that fit"),
    ("reject", "reject: 'category', '셔츠'", "맞는 항목 빼고", "items that do not fit"),
    ("find", "find: 'id', 3", "맞는 첫 항목", "the first item that fits"),
    ("has", "has: 'id', 3", "맞는 항목이 있는지", "whether an item fits"),
    ("sort", "sort: 'price'", "차례대로", "in order"),
    ("sort_natural", "sort_natural", "대소문자를 가리지 않고 차례대로", "in order, capitals alike"),
    ("reverse", "reverse", "거꾸로", "the other way round"),
    ("uniq", "uniq", "같은 것은 하나만", "each only once"),
    ("compact", "compact", "빈 항목 빼기", "without empty items"),
    ("concat", "concat: other", "목록 잇기", "joins two lists"),
    ("sum", "sum: 'price'", "모두 더하기", "adds them up"),
    ("property_accessor", "property_accessor: 'key'", "이름으로 값 꺼내기", "a value by its name"),
    ("as_json_string", "as_json_string", "JSON 글로", "as JSON text"),
    ("json_escape", "json_escape", "JSON에 넣기 안전하게", "safe inside JSON"),
    ("json_parse", "json_parse", "JSON 읽기", "reads JSON"),
    ("url_encode", "url_encode", "주소에 넣게 바꾸기", "encodes for an address"),
    ("url_decode", "url_decode", "주소에서 되돌리기", "decodes from an address"),
    ("url_escape", "url_escape", "주소로 쓸 수 없는 글자만 바꾸기", "escapes what an address cannot hold"),
    ("url_param_escape", "url_param_escape", "주소의 값 자리에 넣게", "escapes a value in an address"),
    ("base64_encode", "base64_encode", "Base64로", "to Base64"),
    ("base64_decode", "base64_decode", "Base64에서", "from Base64"),
    ("base64_url_safe_encode", "base64_url_safe_encode", "주소에 쓰는 Base64로", "to Base64 for addresses"),
    ("base64_url_safe_decode", "base64_url_safe_decode", "주소에 쓰는 Base64에서", "from Base64 for addresses"),
    ("md5", "md5", "MD5 지문", "MD5 digest"),
    ("sha1", "sha1", "SHA-1 지문", "SHA-1 digest"),
    ("sha2", "sha2", "SHA-256 지문", "SHA-256 digest"),
    ("hmac_sha1", "hmac_sha1: 'key'", "키가 있는 SHA-1", "SHA-1 with a key"),
    ("hmac_sha_1", "hmac_sha_1: 'key'", "키가 있는 SHA-1(문서의 다른 이름)", "SHA-1 with a key (its other name)"),
    ("hmac_sha1_hex", "hmac_sha1_hex: 'key'", "키가 있는 SHA-1, 16진수", "SHA-1 with a key, in hex"),
    ("hmac_sha1_base64", "hmac_sha1_base64: 'key'", "키가 있는 SHA-1, Base64", "SHA-1 with a key, in Base64"),
    ("hmac_sha256", "hmac_sha256: 'key'", "키가 있는 SHA-256", "SHA-256 with a key"),
    ("hmac_sha256_hex", "hmac_sha256_hex: 'key'", "키가 있는 SHA-256, 16진수", "SHA-256 with a key, in hex"),
    ("hmac_sha256_base64", "hmac_sha256_base64: 'key'", "키가 있는 SHA-256, Base64", "SHA-256 with a key, in Base64"),
    ("hmac_sha512", "hmac_sha512: 'key'", "키가 있는 SHA-512", "SHA-512 with a key"),
)
REPORT_FILTERS = ("description", "is_multi_select", "is_radio_button", "is_required", "options", "visible")
"""Filters of the report builder: known, so that a copied template reads, and never offered."""

TAGS = _rows(
    ("if", "if ${first_name} != blank", "조건에 맞을 때만", "only when it holds"),
    ("unless", "unless ${first_name} == blank", "조건에 맞지 않을 때만", "only when it does not hold"),
    ("case", "case {{${language}}}", "값에 따라 나누기", "by value"),
    ("for", "for item in {{event_properties.${items}}}", "항목마다 되풀이", "for every item"),
    ("assign", "assign name = {{${first_name}}}", "값에 이름 붙이기", "names a value"),
    ("capture", "capture text", "글에 이름 붙이기", "names a piece of text"),
    ("abort_message", "abort_message('이유')", "이 고객에게는 보내지 않기", "does not send to this customer"),
    ("promotion", "promotion('code-list')", "쿠폰 코드 하나 꺼내기", "draws one coupon code"),
    ("catalog_items", "catalog_items products {{event_properties.${product_id}}}", "상품 정보 꺼내기", "looks goods up"),
    ("catalog_selection_items", "catalog_selection_items products best", "고른 상품 목록", "a selection of goods"),
    ("connected_content", "connected_content https://… :save data", "밖의 값(저장해 둔 것만)", "values from outside (recorded)"),
    ("shopping_cart", "shopping_cart {{context.${cart_id}}}", "장바구니에 담긴 것", "what is in the cart"),
    ("comment", "comment", "보이지 않는 글", "not shown"),
    ("raw", "raw", "있는 그대로", "as it stands"),
    ("cycle", "cycle '가', '나'", "돌아가며", "one after another"),
    ("tablerow", "tablerow item in items cols: 2", "표의 줄", "rows of a table"),
    ("increment", "increment n", "하나씩 늘리기", "counts up"),
    ("decrement", "decrement n", "하나씩 줄이기", "counts down"),
    ("break", "break", "되풀이 그만두기", "ends the loop"),
    ("continue", "continue", "다음 항목으로", "goes to the next item"),
    ("echo", "echo ${first_name}", "값 쓰기", "writes a value"),
    ("liquid", "liquid", "여러 줄의 태그", "tags line by line"),
)  # fmt: skip
CLOSED = frozenset(("if", "unless", "case", "for", "capture", "comment", "raw", "tablerow"))
"""Tags that need their `end…`."""
