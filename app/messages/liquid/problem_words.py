"""The words of every template mistake, in both languages; `{0}` and `{1}` are the parts of `code:part:part`."""

from __future__ import annotations

from fake_company.text import Text

# code -> (what happened, what to do)
WORDS: dict[str, tuple[Text, Text]] = {
    "three_braces": (
        Text("중괄호가 세 개예요.", "There are three braces."),
        Text("`{{`처럼 두 개만 쓰세요.", "Use exactly two: `{{`."),
    ),
    "missing_tag_name": (
        Text("`{%` 뒤에 태그 이름이 없어요.", "There is no tag name after `{%`."),
        Text("예: `{% if ... %}`", "For example `{% if ... %}`"),
    ),
    "unclosed_output": (
        Text("`{{`를 닫지 않았어요.", "This `{{` is never closed."),
        Text("끝에 `}}`를 넣으세요. `${이름}`의 `}`까지 세면 세 개일 수 있어요.",
             "Close it with `}}`; with the `}` of `${name}` that makes three."),
    ),
    "unclosed_tag": (
        Text("`{%`를 닫지 않았어요.", "This `{%` is never closed."),
        Text("끝에 `%}`를 넣으세요.", "Close it with `%}`."),
    ),
    "unclosed_block": (
        Text("`{0}`가 끝나지 않았어요.", "This `{0}` is never ended."),
        Text("`{% end{0} %}`를 넣으세요.", "Add `{% end{0} %}`."),
    ),
    "unclosed_quote": (
        Text("따옴표를 닫지 않았어요.", "This quote is never closed."),
        Text("같은 따옴표로 닫으세요.", "Close it with the same quote."),
    ),
    "unclosed_attribute": (
        Text("`${`를 닫지 않았어요.", "This `${` is never closed."),
        Text("이름 뒤에 `}`를 넣으세요.", "Put `}` after the name."),
    ),
    "bad_attribute": (
        Text("`${ }` 안에는 속성 이름만 쓸 수 있어요.", "Only an attribute name fits inside `${ }`."),
        Text("필터는 괄호 밖에 쓰세요: `{{${first_name} | default: '고객'}}`",
             "Put filters outside: `{{${first_name} | default: 'there'}}`"),
    ),
    "stray_brace": (
        Text("중괄호 개수가 맞지 않아요.", "The braces do not match up."),
        Text("여는 괄호와 닫는 괄호의 수를 맞추세요.", "Make the closing braces match the opening ones."),
    ),
    "curly_quotes": (
        Text("둥근 따옴표는 쓸 수 없어요.", "Curly quotes do not work here."),
        Text("곧은 따옴표(' 또는 \")로 바꾸세요.", "Use straight quotes (' or \")."),
    ),
    "too_complex": (
        Text("식이 너무 복잡해요.", "This is too complex."),
        Text("`assign`으로 나누어 쓰세요.", "Split it with `assign`."),
    ),
    "too_long": (
        Text("태그 하나가 너무 길어요.", "One tag is too long."),
        Text("여러 태그로 나누세요.", "Split it into several."),
    ),
    "missing_expression": (
        Text("`{0}` 태그에 내용이 없어요.", "The `{0}` tag is empty."),
        Text("예: {0}", "For example {0}"),
    ),
    "empty_output": (
        Text("중괄호 안이 비어 있어요.", "There is nothing between the braces."),
        Text("예: `{{${first_name}}}`", "For example `{{${first_name}}}`"),
    ),
    "unexpected_tag": (
        Text("여기에 `{0}` 태그가 올 수 없어요.", "A `{0}` tag cannot stand here."),
        Text("`when`이나 `else`를 쓰세요.", "Use `when` or `else`."),
    ),
    "expected_value": (
        Text("값이 있어야 할 자리예요.", "A value was expected here."),
        Text("변수, 숫자, 따옴표로 묶은 글 가운데 하나를 쓰세요.", "Use a variable, a number or quoted text."),
    ),
    "expected_filter": (
        Text("`|` 뒤에 필터 이름이 없어요.", "There is no filter name after `|`."),
        Text("예: `| default: '고객'`", "For example `| default: 'there'`"),
    ),
    "single_equals": (
        Text("비교는 `==`로 해요.", "Compare with `==`."),
        Text("`=`를 `==`로 바꾸세요.", "Change `=` to `==`."),
    ),
    "no_operator_here": (
        Text("여기서는 비교할 수 없어요.", "No comparison is possible here."),
        Text("비교는 `if` 안에서 하세요.", "Compare inside `if`."),
    ),
    "left_over": (
        Text("여기부터는 읽을 수 없어요.", "From here on this cannot be read."),
        Text("빠진 따옴표, `|`, 쉼표가 있는지 확인하세요.", "Look for a missing quote, `|` or comma."),
    ),
    "bad_loop": (
        Text("`for`에는 `limit`, `offset`, `reversed`만 덧붙일 수 있어요.", "`for` takes only `limit`, `offset`, `reversed`."),
        Text("예: `{% for item in list limit:3 %}`", "For example `{% for item in list limit:3 %}`"),
    ),
    "bad_abort": (
        Text("이유는 곧은 따옴표로 묶은 글이어야 해요.", "The reason must be text in straight quotes."),
        Text("예: `{% abort_message('장바구니가 비었어요') %}`", "For example `{% abort_message('empty cart') %}`"),
    ),
    "bad_random": (
        Text("`random`에는 1 이상의 정수를 쓰세요.", "`random` takes a whole number from 1."),
        Text("예: `{% random 10 %}`", "For example `{% random 10 %}`"),
    ),
    "cannot_compare": (
        Text("글과 숫자는 크기를 비교할 수 없어요.", "Text and numbers cannot be compared."),
        Text("`| plus: 0`으로 숫자로 바꾼 뒤 비교하세요.", "Turn it into a number with `| plus: 0` first."),
    ),
    "bad_argument": (
        Text("`{0}` 필터에 맞지 않는 값이에요.", "The `{0}` filter cannot take this."),
        Text("값의 개수와 종류를 확인하세요.", "Check how many values it takes and of what kind."),
    ),
    "concat_needs_list": (
        Text("`concat`에는 목록이 필요해요.", "`concat` needs a list."),
        Text("`split`으로 목록을 만드세요.", "Make one with `split`."),
    ),
    "divided_by_zero": (
        Text("0으로 나눌 수 없어요.", "Nothing can be divided by 0."),
        Text("먼저 `if`로 0인지 확인하세요.", "Check for 0 with `if` first."),
    ),
    "unknown_time_zone": (
        Text("`{0}`라는 시간대를 찾지 못했어요.", "There is no time zone `{0}`."),
        Text("예: `Asia/Seoul`", "For example `Asia/Seoul`"),
    ),
    "limit": (
        Text("템플릿이 너무 많은 일을 해서 멈췄어요 ({0}).", "The template does too much and was stopped ({0})."),
        Text("반복과 긴 글을 줄이세요.", "Use fewer loops and shorter text."),
    ),
    "unexpected_sign": (
        Text("`{0}` 글자는 여기에 쓸 수 없어요.", "The sign `{0}` cannot stand here."),
        Text("글이라면 따옴표로 묶고, 아니면 지우세요.", "Quote it if it is text, else take it out."),
    ),
    "unknown_operator": (
        Text("`{0}`라는 비교는 없어요.", "There is no comparison `{0}`."),
        Text("==, !=, >, <, >=, <=, contains 가운데 하나를 쓰세요.", "Use one of ==, !=, >, <, >=, <=, contains."),
    ),
    "expected_member": (
        Text("점 뒤에 이름이 와야 해요.", "A name must follow the dot."),
        Text("이름에 띄어쓰기가 있으면 `[\"이름\"]`으로 쓰세요.", "Write `[\"name\"]` for a name with spaces."),
    ),
    "no_filter_here": (
        Text("여기서는 필터를 쓸 수 없어요.", "No filter is possible here."),
        Text("먼저 `assign`으로 변수에 담은 뒤 그 변수를 쓰세요.", "Put the filtered value into a variable with `assign` first."),
    ),
    "filter_colon": (
        Text("`{0}` 뒤에 `:`이 빠졌어요.", "There is no `:` after `{0}`."),
        Text("예: `| default: '고객'`", "For example `| default: 'there'`"),
    ),
    "no_not": (
        Text("Liquid에는 `not`이 없어요.", "Liquid has no `not`."),
        Text("`unless`나 `!=`를 쓰세요.", "Use `unless` or `!=`."),
    ),
    "expected_name": (
        Text("변수 이름이 와야 할 자리예요.", "The name of a variable was expected here."),
        Text("예: `{% assign total = 3 %}`", "For example `{% assign total = 3 %}`"),
    ),
    "ascii_name": (
        Text("`{0}`: 변수 이름에는 영문, 숫자, `_`만 쓸 수 있어요.", "`{0}`: names of variables are ASCII letters, digits and `_`."),
        Text("영문 이름으로 바꾸세요. `${ }` 안의 속성 이름은 한글이어도 괜찮아요.",
             "Use an English name; attributes inside `${ }` may be in any script."),
    ),
    "assign_needs_equals": (
        Text("변수 이름 뒤에 `=`가 없어요.", "There is no `=` after the variable's name."),
        Text("예: `{% assign total = 3 %}`", "For example `{% assign total = 3 %}`"),
    ),
    "bad_loop_number": (
        Text("`limit`과 `offset`에는 정수를 쓰세요.", "`limit` and `offset` take whole numbers."),
        Text("예: `limit:3`", "For example `limit:3`"),
    ),
    "bad_doc": (
        Text("`doc` 태그에는 다른 것을 쓸 수 없어요.", "The `doc` tag takes nothing else."),
        Text("`{% doc %}` 다음 줄부터 설명을 쓰세요.", "Write the description after `{% doc %}`."),
    ),
    "needs_objects": (
        Text("`{0}`에는 항목마다 이름과 값이 있는 목록이 필요해요.", "`{0}` needs a list of objects."),
        Text("글이나 숫자만 있는 목록에는 쓸 수 없어요.", "It cannot be used on plain texts or numbers."),
    ),
    "needs_integer": (
        Text("`{0}`에는 정수를 쓰세요.", "`{0}` takes whole numbers."),
        Text("예: `| slice: 0, 3`", "For example `| slice: 0, 3`"),
    ),
    "missing_argument": (
        Text("`{0}` 필터에 값이 빠졌어요.", "The `{0}` filter lacks a value."),
        Text("예: {1}", "For example {1}"),
    ),
    "time_needs_math": (
        Text("시각은 그대로 비교할 수 없어요.", "A time cannot be compared as it is."),
        Text("`| date: '%s' | plus: 0`으로 초로 바꾼 뒤 비교하세요.", "Turn it into seconds with `| date: '%s' | plus: 0` first."),
    ),
    "unknown_catalog": (
        Text("`{0}`라는 카탈로그는 없어요.", "There is no catalog `{0}`."),
        Text("쓸 수 있는 카탈로그: {1}", "Catalogs here: {1}"),
    ),
    "unknown_selection": (
        Text("`{0}`라는 선택 목록은 없어요.", "There is no selection `{0}`."),
        Text("쓸 수 있는 선택 목록: {1}", "Selections here: {1}"),
    ),
    "unknown_promotion": (
        Text("`{0}`라는 혜택 코드 목록은 없어요.", "There is no list of codes `{0}`."),
        Text("쓸 수 있는 목록: {1}", "Lists here: {1}"),
    ),
    "bad_catalog": (
        Text("카탈로그 이름 뒤에 상품 번호가 있어야 해요.", "A catalog's name must be followed by ids."),
        Text("예: `{% catalog_items products 12 %}`", "For example `{% catalog_items products 12 %}`"),
    ),
    "bad_selection": (
        Text("카탈로그와 선택 목록의 이름이 모두 있어야 해요.", "Both the catalog and the selection must be named."),
        Text("예: `{% catalog_selection_items products best %}`", "For example `{% catalog_selection_items products best %}`"),
    ),
    "bad_promotion": (
        Text("혜택 코드 목록의 이름을 따옴표로 묶어 쓰세요.", "Name the list of codes in quotes."),
        Text("예: `{% promotion('spring') %}`", "For example `{% promotion('spring') %}`"),
    ),
    "bad_address": (
        Text("`connected_content` 다음에는 주소가 와야 해요.", "`connected_content` must be followed by an address."),
        Text("예: `{% connected_content https://api.example.com/weather?city=seoul :save weather %}`",
             "For example `{% connected_content https://api.example.com/weather?city=seoul :save weather %}`"),
    ),
    "bad_method": (
        Text("`:method`에는 get과 post만 쓸 수 있어요.", "`:method` is get or post."),
        Text("`:method get`이나 `:method post`로 쓰세요.", "Write `:method get` or `:method post`."),
    ),
    "not_filled": (
        Text("이 템플릿을 채우지 못했어요.", "This template could not be filled in."),
        Text("값의 종류가 맞는지 확인하고, 한 부분씩 지워 가며 찾아보세요.", "Take out one part at a time to find what does not fit."),
    ),
    "too_deep": (
        Text("태그를 너무 깊이 겹쳤어요.", "Tags are nested too deeply."),
        Text("30겹 안으로 줄이세요.", "Keep them within 30 levels."),
    ),
}  # fmt: skip
LIMITS = {
    "loop": Text("반복", "loops"), "tags": Text("태그 수", "number of tags"), "text": Text("글 길이", "text length"),
    "list": Text("목록 크기", "list size"), "number": Text("숫자 크기", "number size"),
    "output": Text("결과 길이", "output length"), "range": Text("범위", "range"), "time": Text("시간", "time"),
    "variables": Text("변수 크기", "variables"),
}  # fmt: skip

# tag -> what a filled one looks like
EXAMPLES: dict[str, str] = {
    "if": "`{% if ${first_name} != blank %}`", "elsif": "`{% elsif ${language} == 'ko' %}`",
    "unless": "`{% unless ${first_name} == blank %}`", "case": "`{% case ${language} %}`", "when": "`{% when 'ko' %}`",
    "for": "`{% for item in list %}`", "tablerow": "`{% tablerow item in list cols:2 %}`",
    "assign": "`{% assign total = 3 %}`", "capture": "`{% capture greeting %}`", "cycle": "`{% cycle 'a', 'b' %}`",
    "increment": "`{% increment number %}`", "decrement": "`{% decrement number %}`",
    # filter -> how it is written
    "append": "`| append: '님'`", "prepend": "`| prepend: '₩'`", "date": "`| date: '%Y-%m-%d'`", "split": "`| split: ','`",
    "replace": "`| replace: '-', ''`", "remove": "`| remove: '-'`", "plus": "`| plus: 1`", "minus": "`| minus: 1`",
    "times": "`| times: 2`", "divided_by": "`| divided_by: 7`", "modulo": "`| modulo: 7`", "slice": "`| slice: 0, 3`",
    "where": "`| where: 'category', 'shirts'`", "map": "`| map: 'name'`", "concat": "`| concat: others`",
    "property_accessor": "`| property_accessor: 'key'`", "at_most": "`| at_most: 10`", "at_least": "`| at_least: 1`",
    "replace_first": "`| replace_first: 'a', 'b'`", "remove_first": "`| remove_first: 'a'`",
    "time_zone": "`| time_zone: 'Asia/Seoul'`", "hmac_sha256_hex": "`| hmac_sha256_hex: 'secret'`",
}  # fmt: skip
