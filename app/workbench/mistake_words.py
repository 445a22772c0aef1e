"""The words for what goes wrong with SQL, one row a mistake. Fields such as `{name}` are filled by `mistakes`.

Over 300 lines: it is one table of sentences in two languages.
"""

from __future__ import annotations

from dataclasses import dataclass

from fake_company.text import Text


@dataclass(frozen=True)
class Words:
    """A mistake: what happened, what to do; what kind of name was meant; whether DuckDB's words help too."""

    message: Text
    remedy: Text
    means: str = ""
    shows_detail: bool = False


_ALLOWED = Text(
    "SELECT 문 하나만 쓸 수 있어요. WITH로 시작해도 돼요. 표는 회사의 공개 표만 읽어요.",
    "Write one SELECT (it may begin with WITH) over the company's public tables.",
)

REFUSED: dict[str, Words] = {
    "empty": Words(
        Text("질문이 비어 있어요.", "There is no question yet."),
        Text("예: SELECT count(*) FROM customers", "For example SELECT count(*) FROM customers"),
    ),
    "several": Words(
        Text("문장이 여러 개예요. 한 번에 하나만 실행해요.", "There are several statements; one runs at a time."),
        Text("세미콜론(;) 뒤를 지우거나 따로 실행해 주세요.", "Remove what follows the semicolon, or run it on its own."),
    ),
    "not_select": Words(
        Text("읽기만 할 수 있어요. {name} 문은 실행하지 않아요.", "This is for reading; {name} statements do not run."),
        _ALLOWED,
    ),
    "pivot": Words(
        Text("열이 데이터에 따라 달라지는 PIVOT은 실행하지 않아요.", "A PIVOT whose columns depend on the data does not run."),
        Text("열을 적어 주세요: SELECT * FROM … PIVOT (count(*) FOR status IN ('paid', 'shipped'))",
             "Name the columns: SELECT * FROM … PIVOT (count(*) FOR status IN ('paid', 'shipped'))"),
    ),
    "show": Words(
        Text("SHOW, DESCRIBE, SUMMARIZE는 여기서 쓰지 않아요.", "SHOW, DESCRIBE and SUMMARIZE are not used here."),
        Text(
            "표와 열은 편집기 옆 목록과 데이터 사전에 있어요.",
            "Tables and columns are listed beside the editor and in the data dictionary.",
        ),
    ),
    "parameter": Words(
        Text("빈칸(?, $1)이 있어요.", "There is a placeholder (? or $1)."),
        Text("값을 그 자리에 직접 적어 주세요.", "Write the value itself in its place."),
    ),
    "too_long": Words(
        Text("질문이 너무 길어요(최대 20,000자).", "The question is too long (at most 20,000 characters)."),
        Text("값 목록 대신 조건으로 적어 주세요.", "Write a condition instead of a list of values."),
    ),
    "too_deep": Words(
        Text("괄호나 식이 너무 깊게 겹쳐 있어요.", "Brackets or expressions are nested too deeply."),
        Text("WITH로 단계를 나눠 주세요.", "Split it into steps with WITH."),
    ),
    "characters": Words(
        Text("읽을 수 없는 글자가 들어 있어요.", "There are characters that cannot be read."),
        Text("그 글자를 지우고 다시 적어 주세요.", "Remove them and write them again."),
    ),
    "columns": Words(
        Text("열이 {name}개예요. 200개까지 보여 드려요.", "{name} columns; at most 200 can be shown."),
        Text("필요한 열만 골라 주세요.", "Choose the columns you need."),
    ),
    "time_zone": Words(
        Text("{quoted} 열의 시각에 시간대가 붙어 있어요.", "The times in '{name}' carry a time zone."),
        Text(
            "회사의 시각은 모두 한국 시각이에요. ::TIMESTAMP로 바꿔 주세요.",
            "All times here are Korean time: cast it with ::TIMESTAMP.",
        ),
    ),
    "clock": Words(
        Text(
            "{은} 이 컴퓨터의 시계를 봐요. 회사의 오늘과 달라요.",
            "'{name}' reads this machine's clock, which is not the company's.",
        ),
        Text("today()나 now()를 쓰면 회사의 오늘로 답해요.", "today() and now() answer with the company's time."),
    ),
    "table": Words(
        Text("{quoted} 표가 없어요.", "There is no table '{name}'."),
        Text("읽을 수 있는 표: {known}", "Tables there are: {known}"),
        "tables",
    ),
    "table_function": Words(
        Text("{name}()에서는 읽을 수 없어요. 파일이나 설정은 열리지 않아요.",
             "{name}() cannot be read from; files and settings stay closed."),
        _ALLOWED,
    ),
    "function": Words(
        Text("{name}() 함수는 여기서 쓸 수 없어요.", "The function {name}() cannot be used here."),
        Text("계산하는 함수만 쓸 수 있어요. 설정이나 파일을 보는 함수는 막혀 있어요.",
             "Functions that compute are fine; those that look at settings or files are closed."),
    ),
    "memory": Words(
        Text("이 질문은 메모리를 너무 많이 써요(최대 512MB).", "This question needs too much memory (at most 512 MB)."),
        Text("WHERE로 먼저 줄이거나, 한꺼번에 모으는 대신 GROUP BY로 요약해 주세요.",
             "Filter with WHERE first, or summarise with GROUP BY instead of collecting everything."),
    ),
    "no_customer_id": Words(
        Text("결과에 customer_id 열이 없어서 세그먼트가 될 수 없어요.",
             "The answer has no customer_id column, so it cannot be a segment."),
        Text("SELECT 뒤에 customer_id를 넣어 주세요. 지금 열: {name}",
             "Put customer_id after SELECT. Columns now: {name}"),
    ),
    "id_type": Words(
        Text("customer_id 열이 고객 번호(정수)가 아니에요: {name}", "customer_id is not a customer number (integer): {name}"),
        Text("customers 표의 customer_id를 그대로 골라 주세요.", "Select customer_id of the customers table as it is."),
    ),
    "moves": Words(
        Text("{name}()은 실행할 때마다 답이 달라져서 세그먼트에는 쓸 수 없어요.",
             "{name}() answers differently each time, so a segment cannot use it."),
        Text("무작위로 나누려면 customer_id % 10 같은 식이나 ‘무작위 묶음’ 조건을 쓰세요.",
             "For a random part use customer_id % 10, or the 'random bucket' condition."),
    ),
}  # fmt: skip

COMMON: tuple[tuple[str, Words], ...] = (
    (
        r'syntax error at or near "(?P<name>[^"]*)"',
        Words(
            Text("{quoted} 근처에서 SQL을 읽지 못했어요.", "The SQL cannot be read near '{name}'."),
            Text(
                "그 앞의 쉼표, 괄호, 빠진 낱말을 살펴 주세요. 순서는 SELECT … FROM … WHERE … GROUP BY … ORDER BY예요.",
                "Look at commas, brackets and missing words before it. The order is SELECT … FROM … WHERE … GROUP BY … ORDER BY.",
            ),
        ),
    ),
    (
        r"unterminated (?P<what>string|quoted|/\*)",
        Words(
            Text("따옴표나 주석이 닫히지 않았어요.", "A quote or a comment is not closed."),
            Text("글자 값은 '작은따옴표'로 열고 닫아 주세요.", "Text values open and close with 'single quotes'."),
        ),
    ),
    (
        r"syntax error|end of input",
        Words(
            Text("SQL을 끝까지 읽지 못했어요.", "The SQL ends too early or cannot be read."),
            Text("괄호와 따옴표가 모두 닫혔는지 살펴 주세요.", "See whether every bracket and quote is closed."),
            shows_detail=True,
        ),
    ),
    (
        r'Referenced column "(?P<name>[^"]+)" (?:not found|was not found)|does not have a column named "(?P<other>[^"]+)"',
        Words(
            Text("{quoted} 열이 없어요.", "There is no column '{name}' here."),
            Text("FROM에 적은 표의 열만 쓸 수 있어요. 글자 값이라면 '작은따옴표'로 감싸 주세요.",
                 "Use the columns of the tables in FROM. If it is a text value, put it in 'single quotes'."),
            "columns",
        ),
    ),
    (
        r'Referenced table "(?P<name>[^"]+)" not found',
        Words(
            Text("FROM에 {quoted} 표나 별명이 없어요.", "There is no table or alias '{name}' in FROM."),
            Text("FROM과 JOIN에 적은 이름(별명을 붙였다면 별명)을 써 주세요.",
                 "Use the names written in FROM and JOIN (the alias, where there is one)."),
        ),
    ),
    (
        r'Ambiguous reference to column name "(?P<name>[^"]+)"',
        Words(
            Text("{이} 여러 표에 있어요.", "'{name}' is in more than one table."),
            Text("어느 표의 것인지 앞에 붙여 주세요. 예: orders.{name}", "Say which: for example orders.{name}"),
        ),
    ),
    (
        r"Ambiguous reference to table|duplicate alias",
        Words(
            Text("같은 별명을 두 표에 붙였어요.", "Two tables have the same alias."),
            Text("표마다 다른 별명을 붙여 주세요.", "Give each table its own alias."),
        ),
    ),
    (
        r'column "(?P<name>[^"]+)" must appear in the GROUP BY',
        Words(
            Text("{은} GROUP BY에 없고 집계 함수 안에도 없어요.",
                 "'{name}' is neither in GROUP BY nor inside an aggregate."),
            Text("GROUP BY에 {을} 넣거나 count(), sum(), max()처럼 묶어 주세요.",
                 "Add '{name}' to GROUP BY, or wrap it in count(), sum(), max() …"),
        ),
    ),
    (
        r"WHERE clause cannot contain aggregates",
        Words(
            Text("WHERE에는 count()나 sum()을 쓸 수 없어요.", "WHERE cannot hold count() or sum()."),
            Text("묶은 뒤의 조건은 GROUP BY 다음 HAVING에 적어 주세요.", "Put conditions on groups into HAVING, after GROUP BY."),
        ),
    ),
    (
        r"WHERE clause cannot contain window|cannot contain window functions",
        Words(
            Text("WHERE에는 창 함수(OVER)를 쓸 수 없어요.", "WHERE cannot hold window functions (OVER)."),
            Text("QUALIFY에 적거나 WITH로 한 단계 나눠 주세요.", "Use QUALIFY, or split it with WITH."),
        ),
    ),
    (
        r"aggregate function calls cannot be nested",
        Words(
            Text("집계 함수 안에 집계 함수가 있어요.", "An aggregate stands inside an aggregate."),
            Text("안쪽을 WITH로 먼저 계산한 뒤 바깥에서 모아 주세요.", "Compute the inner one first with WITH."),
        ),
    ),
    (
        r"Function with name (?P<name>\S+) does not exist",
        Words(
            Text("{name}() 함수가 없어요.", "There is no function {name}()."),
            Text("함수 이름을 살펴 주세요. DuckDB의 함수를 쓸 수 있어요.", "Check its name; DuckDB's functions can be used."),
            "functions",
        ),
    ),
    (
        r"No function matches the given name and argument types '(?P<name>[^']+)'",
        Words(
            Text("{name}: 값의 종류가 이 함수나 연산에 맞지 않아요.", "{name}: these types do not fit this function or operator."),
            Text("글자를 숫자로 쓰려면 ::INTEGER, 날짜로 쓰려면 ::DATE처럼 바꿔 주세요.",
                 "Convert first: ::INTEGER for numbers, ::DATE for days."),
        ),
    ),
    (
        r"Cannot compare values of type (?P<first>\S+) and type (?P<second>\S+)",
        Words(
            Text("종류가 달라서 비교할 수 없어요: {first}, {second}",
                 "These types cannot be compared: {first}, {second}"),
            Text("날짜는 DATE '2026-01-01'처럼, 글자는 '작은따옴표'로 적어 주세요.",
                 "Write days as DATE '2026-01-01' and texts in 'single quotes'."),
        ),
    ),
    (
        r"[Cc]ould not convert string '(?P<name>[^']*)'",
        Words(
            Text("{은} 숫자나 날짜로 바꿀 수 없는 글자예요.",
                 "The text '{name}' cannot be turned into that type."),
            Text("글자 열은 따옴표 안의 값과 비교해 주세요. 예: tier = 'vip'",
                 "Compare a text column with a value in quotes, such as tier = 'vip'."),
        ),
    ),
    (
        r"invalid (?:timestamp|date|time) (?:field|string)? ?format: \"(?P<name>[^\"]*)\"",
        Words(
            Text("{은} 날짜로 읽을 수 없어요.", "'{name}' cannot be read as a day."),
            Text("'2026-02-28'이나 '2026-02-28 09:00'처럼 적어 주세요.", "Write '2026-02-28' or '2026-02-28 09:00'."),
        ),
    ),
    (
        r"More than one row returned by a subquery",
        Words(
            Text("값 하나가 올 자리에 여러 줄을 돌려주는 SELECT가 있어요.", "A SELECT that stands for one value returns several rows."),
            Text("= 대신 IN을 쓰거나 max()처럼 한 줄로 모아 주세요.", "Use IN instead of =, or bring it down to one row with max()."),
        ),
    ),
    (
        r"Set operations can only apply|same number of result columns",
        Words(
            Text("UNION으로 묶은 SELECT들의 열 수가 달라요.", "The SELECTs joined by UNION have different numbers of columns."),
            Text("같은 수의 열을 같은 순서로 골라 주세요.", "Select the same number of columns in the same order."),
        ),
    ),
    (
        r"specifier \"(?P<name>[^\"]+)\" not recognized",
        Words(
            Text("{은} 시간의 단위가 아니에요.", "'{name}' is not a unit of time."),
            Text("'day', 'week', 'month', 'quarter', 'year' 중에서 골라 주세요.", "Use 'day', 'week', 'month', 'quarter' or 'year'."),
        ),
    ),
    (
        r"Overflow in|out of range",
        Words(
            Text("계산한 숫자가 너무 커요.", "A computed number is too large."),
            Text("::DOUBLE로 바꿔 계산해 주세요.", "Compute with ::DOUBLE."),
        ),
    ),
    (
        r"Deprecated lambda arrow",
        Words(
            Text("화살표(->)로 쓴 함수는 읽지 않아요.", "A function written with an arrow (->) is not read."),
            Text("lambda x: x + 1처럼 적어 주세요.", "Write it as lambda x: x + 1."),
        ),
    ),
    (
        r"expression depth limit|Max expression depth|nested too deep|stack",
        REFUSED["too_deep"],
    ),
)  # fmt: skip

UNKNOWN = Words(
    Text("이 질문은 실행할 수 없어요.", "This question cannot be run."),
    Text(
        "아래는 DuckDB가 한 말이에요. 그 자리를 고쳐 주세요.", "Below is what DuckDB says; mend that place."
    ),
)

ENDED: dict[str, Words] = {
    "time": Words(
        Text("{seconds}초 안에 끝나지 않아 멈췄어요.", "Stopped: it did not end within {seconds} seconds."),
        Text("WHERE로 기간을 좁히거나, JOIN의 조건(ON, USING)이 빠지지 않았는지 살펴 주세요.",
             "Narrow the period with WHERE, and see whether a JOIN lacks its condition (ON or USING)."),
    ),
    "cancelled": Words(
        Text("질문을 멈췄어요.", "The question was cancelled."),
        Text("고쳐서 다시 실행할 수 있어요.", "Change it and run it again."),
    ),
    "newer": Words(
        Text("새 질문이 들어와서 앞의 질문을 멈췄어요.", "A newer question replaced this one."),
        Text("새 질문의 결과를 봐 주세요.", "See the answer of the newer one."),
    ),
    "busy": Words(
        Text("지금 다른 질문들이 실행 중이라 차례가 오지 않았어요.", "Other questions are running and no place came free."),
        Text("조금 뒤에 다시 실행해 주세요. 회사의 다른 화면은 그대로 쓸 수 있어요.",
             "Run it again in a moment. All other pages work as usual."),
    ),
    "crashed": Words(
        Text("이 질문을 실행하던 프로세스가 멈췄어요. 다른 화면에는 영향이 없어요.",
             "The process that ran this question ended; nothing else is affected."),
        Text("질문을 작게 나눠 다시 실행해 주세요.", "Split the question and run it again."),
    ),
}  # fmt: skip
