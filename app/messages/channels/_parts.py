"""Fields and words that several channels share."""

from __future__ import annotations

from app.messages.channel import Field
from fake_company.text import Text

SOURCE = "정해진 출발값: 국내외 공개 수치에서 고른 것"
BUTTONS = Text("버튼", "Buttons")
BODY = Text("본문", "Body")
TITLE = Text("제목", "Title")
SUBJECT = Text("제목", "Subject")
PICTURE = Field("images", Text("그림", "Picture"))
FALLBACK = Field(
    "fallback", Text("실패하면 대신 보낼 문자", "Text sent when it fails"), unit="bytes", limit=2000,
    help=Text("90바이트까지 문자(12원), 넘으면 장문(39원)으로 나가요. 실패한 카카오 메시지는 값을 받지 않아요.",
              "Up to 90 bytes an SMS (12 won), beyond an LMS (39). A failed Kakao message costs nothing."),
)  # fmt: skip
TEXT_LAW = Text(
    "광고 문자는 `(광고)`와 가게 이름으로 시작하고 무료 수신거부 번호로 끝나야 해요. 밤 9시~아침 8시에는 따로 동의가 필요해요.",
    "Ad texts start with `(광고)` and the shop's name and end with a free opt-out number; 21:00–08:00 needs its own consent.",
)
PUSH_LAW = Text(
    "운영체제의 알림 허용은 광고 수신 동의가 아니에요. 광고는 `(광고)` 표시와 끄는 길이 필요해요. "
    "밤 9시~아침 8시에는 따로 동의를 받아야 해요.",
    "Permission for notifications is not consent to ads. Ads need the label, a way to switch them off, and separate "
    "consent between 21:00 and 08:00.",
)
ONSITE_LAW = Text(
    "찾아온 고객에게만 보이는 안내라서 광고 표시나 수신 동의가 따로 필요하지 않아요. 닫을 수 있어야 해요.",
    "Shown only to visitors, so no label or consent is needed; it must be possible to close it.",
)
LONG_TEXT_RULES = (
    "AD_LABEL_TEXT", "AD_OPTOUT_080_FOR_TEXT", "AD_NIGHT_2100_0800", "LMS_2000_BYTES", "LMS_SUBJECT_40_BYTES",
    "CP949_ENCODABLE", "BULK_SMS_CERTIFIED_SENDER", "SHORT_LINK", "HEADER_LINE_BREAK",
)  # fmt: skip
ONSITE_RULES = ("ONSITE_FREQ", "ONSITE_CLOSE")
KAKAO_AD_RULES = ("AD_LABEL_TEXT", "SMS_NO_IMAGE_AD_LABEL", "AD_NIGHT_2100_0800", "KAKAO_HOURS", "KAKAO_HOURS_CAREFUL")
LONG_TEXT_FIELDS = (
    Field("subject", SUBJECT, unit="bytes", limit=40),
    Field("body", BODY, unit="bytes", limit=2000, required=True),
)
