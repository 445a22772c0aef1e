"""The appeals in words, and what makes each come across."""

from __future__ import annotations

from fake_company.text import Text

APPEALS = {
    "benefit": Text("혜택 강조", "Benefit"),
    "urgency": Text("지금 아니면", "Urgency"),
    "social_proof": Text("다른 고객의 후기", "Social proof"),
    "information": Text("소식·상태 알림", "Information"),
    "story": Text("쓰임새 이야기", "Story"),
    "reminder": Text("잊은 것 떠올리기", "Reminder"),
    "payment": Text("결제를 쉽게", "Payment made easy"),
    "welcome": Text("환영", "Welcome"),
    "desired_outcome": Text("바라는 모습", "The outcome they want"),
}
PROOFS = {
    "benefit": Text("혜택을 붙이면 전해져요.", "Carried by an attached offer."),
    "urgency": Text("끝나는 날이나 남은 재고를 변수로 보여 주면 전해져요.", "Carried by a true deadline or stock, shown by a variable."),
    "social_proof": Text("실제 후기를 변수로 인용하면 전해져요.", "Carried by a real review, quoted through a variable."),
    "information": Text("주문 상태를 변수로 알려 주면 전해져요.", "Carried by an order's status, shown by a variable."),
    "reminder": Text("고객이 담거나 본 그 상품을 이름으로 부르면 전해져요.", "Carried by naming the customer's own item."),
}  # fmt: skip
BY_WORDS = Text("대표 문구가 글에 있으면 전해져요.", "Carried when the marked phrase stands in the text.")


def proof(appeal: str) -> Text:
    """What makes this appeal more than words."""
    return PROOFS.get(appeal, BY_WORDS)
