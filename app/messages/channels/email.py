"""E-mail: room for a story; exempt from the night rule, strict about who sends it."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field, Rates
from app.messages.channels import _parts as parts
from app.segments.channels import EMAIL
from fake_company.text import Text

CHANNEL = Channel(
    key="email",
    order=10,
    label=Text("이메일", "E-mail"),
    fields=(
        Field("sender", Text("보내는 이름", "Sender name"), limit=60, shown=(("mobile", 25),)),
        Field("subject", parts.SUBJECT, limit=200, shown=(("iphone", 48), ("mobile", 33)), required=True),
        Field("preheader", Text("미리보기 글", "Preview text"), limit=200, shown=(("iphone", 99), ("mobile", 40))),
        Field("body", Text("본문(글 또는 HTML)", "Body (text or HTML)"), required=True),
        Field("link", Text("버튼이 여는 주소", "Link")),
        parts.PICTURE,
    ),
    price_krw=0.5,
    price_note=Text("한 통에 0.5원이에요.", "Half a won each."),
    consent="email",
    address=f"regexp_matches(email, '{EMAIL}')",
    frame="mail",
    night_rule=False,
    images=6,
    image_note=Text("본문 위에 놓여요. HTML로 직접 쓰면 `<img>`에 설명(alt)을 꼭 적어 주세요.",
                    "Stands above the body; in your own HTML give every `<img>` an alt."),
    law=Text(
        "광고 메일은 제목이 `(광고)`로 시작하고, 본문에 이름·이메일·전화·주소와 수신거부 링크가 있어야 해요. 야간 제한은 없어요.",
        "Ad mails start their subject with `(광고)` and show name, e-mail, phone, address and an unsubscribe link. No night rule.",
    ),
    rates=Rates(0.965, 0.25, 0.014, 0.002, "Klaviyo, Omnisend 공개 평균"),
    rules=rules.of(
        *(id for id in rules.AD if id != "AD_SENDER_CONTACT"), "EMAIL_AD_SUBJECT_HEAD", "EMAIL_SENDER_BLOCK",
        "EMAIL_UNSUBSCRIBE", "EMAIL_NIGHT_EXEMPT", "EMAIL_SUBJECT_LENGTH", "EMAIL_ACTIVE", "EMAIL_IMAGE_ALT",
        "EMAIL_LINK_ELSEWHERE", "HEADER_LINE_BREAK",
    ),
)  # fmt: skip
