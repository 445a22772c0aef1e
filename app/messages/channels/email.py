"""E-mail: room for a story; exempt from the night rule, strict about who sends it."""

from __future__ import annotations

from app.messages import rules
from app.messages.channel import Channel, Field
from app.messages.rules import AD_LABEL, Broken, Rule, Sheet
from app.segments.channels import EMAIL
from fake_company.text import Text


def _long_subject(sheet: Sheet) -> Broken:
    subject = sheet.field("subject").removeprefix(AD_LABEL).strip()
    return ("subject", f"{len(subject)} > 25") if len(subject) > 25 else None


CHANNEL = Channel(
    key="email",
    label=Text("이메일", "E-mail"),
    fields=(
        Field("subject", Text("제목", "Subject"), limit=200, shown=(("iphone", 33), ("mobile", 33)), required=True),
        Field("body", Text("본문", "Body"), required=True),
        Field("link", Text("버튼이 여는 주소", "Link")),
    ),
    price_krw=0.5,
    price_note=Text("한 통에 0.5원이에요.", "Half a won each."),
    consent="email",
    address=f"regexp_matches(email, '{EMAIL}')",
    frame="email",
    night_rule=False,
    law=Text(
        "광고 메일은 제목이 `(광고)`로 시작하고, 본문에 이름·이메일·전화·주소와 수신거부 링크가 있어야 해요. 야간 제한은 없어요.",
        "Ad mails start their subject with `(광고)` and show name, e-mail, phone, address and an unsubscribe link. No night rule.",
    ),
    rules=(
        rules.EMPTY_BODY,
        rules.AD_AS_INFORMATION,
        rules.ad_label("subject"),
        rules.LABEL_VARIANT,
        Rule(
            "law.email_sender_block", "error",
            Text("본문에 보내는 곳의 이름, 이메일, 전화, 주소가 다 있지 않아요.",
                 "The body lacks the sender's name, e-mail, phone or address."),
            Text("본문 끝에 네 가지를 모두 적어 주세요.", "Put all four at the end of the body."),
            "정보통신망법 50조 4항", rules.sender_block,
        ),
        Rule(
            "law.email_unsubscribe", "error",
            Text("수신거부 링크가 없어요.", "There is no unsubscribe link."),
            Text("`{{${set_user_to_unsubscribed_url}}}`이나 수신거부 링크를 넣어 주세요.",
                 "Add `{{${set_user_to_unsubscribed_url}}}` or an unsubscribe link."),
            "정보통신망법 50조 4항·6항", rules.unsubscribe_link, True,
        ),
        Rule(
            "limit.email_subject", "info",
            Text("휴대전화에서 제목이 잘릴 수 있어요.", "Phones may cut the subject."),
            Text("`(광고)` 뒤를 25자 안으로 줄여 주세요.", "Keep it within 25 letters after the label."),
            "assumption: half of the Latin limits", _long_subject,
        ),
    ),
)  # fmt: skip
