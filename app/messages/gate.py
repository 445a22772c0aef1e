"""What keeps a message from leaving at all, in words: an ended channel, one that only records, a template not approved."""

from __future__ import annotations

from dataclasses import dataclass

from app.messages import channels, template_review
from app.messages.compiled import MessageLike
from fake_company.profile import CONSENT_OF
from fake_company.text import Text, josa


@dataclass(frozen=True)
class Stop:
    """Why it does not leave, and what to do."""

    text: Text
    remedy: Text


def stop(message: MessageLike) -> Stop | None:
    """The reason nothing of this message would be sent, or None when it can be."""
    channel = channels.get(message.channel)
    if channel.ended is not None:
        next_one = channels.get(channel.successor) if channel.successor else None
        remedy = Text("채널을 바꿔 주세요.", "Choose another channel.")
        if next_one is not None:
            remedy = Text(f"{josa(next_one.label.ko, '으로/로')} 바꿔 주세요.", f"Switch to {next_one.label.en}.")
        return Stop(channel.ended, remedy)
    if channel.recorded_only:
        return Stop(
            Text("웹훅은 기록만 하고 고객에게 보내지 않아요.", "A webhook is recorded only; no customer gets it."),
            Text("고객에게 보낼 메시지를 골라 주세요.", "Choose a message that customers get."),
        )
    if channel.needs_approval and (letter := template_review.read(message)).state != "approved":
        return _not_approved(letter.state)
    if channel.key not in CONSENT_OF:
        return Stop(
            Text(
                f"{josa(channel.label.ko, '은/는')} 쓰고 미리 보고 검토할 수 있지만, 결과를 아직 겪어 볼 수 없어요.",
                f"{channel.label.en} can be written, previewed and reviewed, but not lived through yet.",
            ),
            Text("보내 보려면 앱 푸시, 문자, 이메일 가운데 골라 주세요.", "To send, choose app push, text or e-mail."),
        )
    return None


def _not_approved(state: str) -> Stop:
    if state == "rejected":
        return Stop(
            Text("알림톡 템플릿이 심사에서 반려됐어요.", "The Alimtalk template was rejected."),
            Text("심사 편지를 읽고 고쳐서 다시 요청해 주세요.", "Read the letter, mend it and ask again."),
        )
    return Stop(
        Text("알림톡 템플릿이 아직 심사를 통과하지 않았어요.", "The Alimtalk template is not approved yet."),
        Text("‘무엇을’에서 검수를 요청해 주세요.", "Ask for review under What."),
    )
