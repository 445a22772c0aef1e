"""Are the three questions answered with the plan's own facts? Why these customers, why now, what would show it wrong.

No answer is judged for its opinion: only whether it is an answer, and about this plan. It must be long enough, not
the same words over and over, not a copy of another answer, and name something the plan itself contains.
"""

from __future__ import annotations

import re

from app import segments
from app.grading.result import Verdict, by_share, not_tried
from app.grading.spec import CheckFields
from app.grading.subject import Subject
from app.plan import Trigger
from app.plan.bar import span_text
from fake_company.text import Text

_QUESTIONS = {
    "why_these_customers": Text("왜 이 고객인가요", "why these customers"),
    "why_now": Text("왜 지금인가요", "why now"),
    "what_would_show_i_am_wrong": Text("무엇을 보면 틀렸다고 할까요", "what would show I am wrong"),
}
_TIMES = ("시간", "지금", "밤", "저녁", "아침", "바로", "동안", "hour", "day", "now", "evening", "soon")
_SIGNS = (
    "비교",
    "홀드아웃",
    "주문",
    "구매",
    "클릭",
    "수신 거부",
    "이익",
    "사용률",
    "holdout",
    "order",
    "click",
    "profit",
    "opt",
)
_WORD = re.compile(r"[0-9][0-9,.]*|[a-z_]+|[가-힣]+")


class Fields(CheckFields):
    """`letters_at_least`: letters and digits an answer needs; `different_letters` how many different ones."""

    letters_at_least: int = 20
    different_letters: int = 10


def check(fields: Fields, subject: Subject) -> Verdict:
    """Judge each of the three answers; each is a third."""
    answers = {key: getattr(subject.plan.rationale, key).strip() for key in _QUESTIONS}
    if not any(answers.values()):
        return not_tried(
            Text("이렇게 계획한 이유를 아직 쓰지 않았어요.", "The rationale has not been written yet.")
        )
    facts = plan_facts(subject)
    wanted = {
        "why_these_customers": facts,
        "why_now": facts | set(_TIMES),
        "what_would_show_i_am_wrong": set(_SIGNS),
    }
    open_ones = []
    for key, answer in answers.items():
        others = [other for name, other in answers.items() if name != key]
        if not _is_answer(fields, answer, others) or not _mentions(answer, wanted[key]):
            open_ones.append(key)
    share = 1 - len(open_ones) / len(_QUESTIONS)
    if not open_ones:
        return by_share(
            1.0,
            Text("세 질문에 이 계획의 사실로 답했어요.", "All three are answered with the plan's own facts."),
        )
    names_ko = ", ".join(_QUESTIONS[key].ko for key in open_ones)
    names_en = ", ".join(_QUESTIONS[key].en for key in open_ones)
    return by_share(
        share,
        Text(f"아직 답이 모자라요: {names_ko}", f"Not yet answered: {names_en}"),
        answered=float(len(_QUESTIONS) - len(open_ones)),
    )


def plan_facts(subject: Subject) -> set[str]:
    """Words and numbers the plan is made of: from its rules' sentences, triggers, benefits, names and purpose."""
    texts = [subject.plan.purpose.behaviour_today, subject.plan.purpose.behaviour_wanted]
    for sending in subject.sendings:
        sentence = segments.sentence(sending.segment.rule)
        texts += [sentence.ko, sentence.en, sending.segment.name, sending.message.name]
        if isinstance(sending.when, Trigger):
            span = span_text(sending.when.delay_minutes)
            texts += [span.ko, span.en, sending.when.event]
        if sending.promotion is not None:
            terms = sending.promotion
            texts += [
                f"{terms.percent or ''} {terms.amount_krw or ''} {terms.minimum_order_krw or ''} 쿠폰 coupon 혜택"
            ]
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return {word for word in words if len(word) >= 2}


def _is_answer(fields: Fields, answer: str, others: list[str]) -> bool:
    letters = [letter for letter in answer if letter.isalnum()]
    return (
        len(letters) >= fields.letters_at_least
        and len(set(letters)) >= fields.different_letters
        and answer not in others
    )


def _mentions(answer: str, facts: set[str]) -> bool:
    lowered = answer.lower()
    return any(fact in lowered for fact in facts)
