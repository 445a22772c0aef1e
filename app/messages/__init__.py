"""WHAT: messages. Templates, channels, preview, review of a whole audience, and what each message means.

`render` fills a template; `preview` writes to one customer; `review` writes to everybody and counts; `meanings` says
what each recipient reads, for the simulator. `channels` holds one file a channel, `variables` what a message may name,
`reasons` the grounds (명분) it may give.
"""

from app.messages import channels, facts, reasons, variables
from app.messages.compiled import Compiled, compile_message
from app.messages.gate import Stop, stop
from app.messages.lint import menu
from app.messages.liquid import Outcome, compile_template, render
from app.messages.meanings import Meanings, meanings
from app.messages.preview import Counter, Preview, preview
from app.messages.review import review
from app.messages.reviewed import Review, Sample

__all__ = [
    "Compiled", "Counter", "Meanings", "Outcome", "Preview", "Review", "Sample", "Stop", "channels", "compile_message",
    "compile_template", "facts", "meanings", "menu", "preview", "reasons", "render", "review",
    "stop", "variables",
]  # fmt: skip
