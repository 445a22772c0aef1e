"""One family of errors: what happened, where, and what to do, in both languages."""

from __future__ import annotations

from typing import Any

from fake_company.text import Text


class DangolError(Exception):
    """A mistake a person can mend. Shown as message, place, remedy; never as a traceback.

    `message` says what happened, `where` names the place (a path such as `segments[0].all[2]`,
    a file, or line and column), `remedy` says what to do. Each is a `Text`; a plain string serves both languages.
    """

    status = 400

    def __init__(
        self,
        message: Text | str,
        where: Text | str = "",
        remedy: Text | str = "",
        **extra: Any,
    ) -> None:
        self.message = Text.of(message)
        self.where = Text.of(where)
        self.remedy = Text.of(remedy)
        self.extra = extra
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The whole error in one language, in the order message, place, remedy."""
        place = self.where[language]
        parts = [self.message[language], f"({place})" if place else "", self.remedy[language]]
        return " ".join(part for part in parts if part)

    def to_json(self) -> dict[str, Any]:
        """The error as the command line and the API answer it."""
        return {
            "error": self.message.to_json(),
            "where": self.where.to_json(),
            "remedy": self.remedy.to_json(),
            **self.extra,
        }


class NotFound(DangolError):
    """What was asked for does not exist."""

    status = 404


class TooLarge(DangolError):
    """What was sent is over the size limit."""

    status = 413
