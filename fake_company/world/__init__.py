"""The world: hidden customers whose behaviour answers to what is sent to them.

The past of a company (with its own campaigns) and every simulated future are runs of the same engine:

    traits = traits.draw(people, goods, seed, response)
    state = world.start(people, traits)
    state, behaviour = world.run(setting, state, first_day, days, programme, record=True)
"""

from fake_company.world.behaviour import (
    LEAKS,
    PAYMENTS,
    SKIPS,
    STAGES,
    Behaviour,
    Lines,
    Orders,
    Touches,
    Visits,
)
from fake_company.world.campaign import (
    APPEALS,
    EVENTS,
    Asked,
    Campaign,
    Cap,
    Content,
    Offer,
    Programme,
    Scheduled,
    Trigger,
    Wording,
)
from fake_company.world.engine import run
from fake_company.world.people import CHANNELS, CONSENT_OF, CONSENTS, NEVER, Goods, People
from fake_company.world.setting import Calendar, Setting
from fake_company.world.state import MEASURES, State, Tally, debt, start

__all__ = [
    "APPEALS",
    "CHANNELS",
    "CONSENTS",
    "CONSENT_OF",
    "EVENTS",
    "LEAKS",
    "MEASURES",
    "NEVER",
    "PAYMENTS",
    "SKIPS",
    "STAGES",
    "Asked",
    "Behaviour",
    "Calendar",
    "Campaign",
    "Cap",
    "Content",
    "Goods",
    "Lines",
    "Offer",
    "Orders",
    "People",
    "Programme",
    "Scheduled",
    "Setting",
    "State",
    "Tally",
    "Touches",
    "Trigger",
    "Visits",
    "Wording",
    "debt",
    "run",
    "start",
]
