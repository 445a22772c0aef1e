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
from fake_company.world.people import CHANNELS, CONSENT_OF, CONSENTS, NEVER, Goods, People

__all__ = [
    "APPEALS", "CHANNELS", "CONSENTS", "CONSENT_OF", "LEAKS", "NEVER", "PAYMENTS", "SKIPS", "STAGES",
    "Asked", "Behaviour", "Campaign", "Cap", "Content", "Goods", "Lines", "Offer", "Orders", "People",
    "Programme", "Scheduled", "Touches", "Trigger", "Visits", "Wording",
]  # fmt: skip
