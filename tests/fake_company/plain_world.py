"""The world again, in plain Python: one customer after the other, one event after the other, one number at a time.

It is written from the model's description, not for speed, and has no twins, no functions as audiences or contents:
what the vectorised world must equal, and what its speed is measured against. One long module, since it shares nothing
but constants and tables with the world it checks, and is read as one life from beginning to end.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from math import cos, exp, floor, log, log1p, pi

import numpy as np

from fake_company import keys
from fake_company.response import FORGETTING, LOOKING, NOT_NOW, PRICE, READY
from fake_company.world import APPEALS, CHANNELS, Campaign, Scheduled, Setting, State, Trigger
from fake_company.world import purposes as p
from fake_company.world.agenda import released
from fake_company.world.outlook import BENEFIT, REMINDER, SOCIAL
from fake_company.world.sending import STORY
from fake_company.world.visiting import _LEAVES, STEPS

MASK = (1 << 64) - 1
OPEN, AGO, DAY = 1e9, -1e6, 86_400


def word(key: int, purpose: int, slot: int) -> int:
    """64 random bits."""
    x = (key + slot * keys._SLOT + purpose * keys._PURPOSE) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def draw(key: int, purpose: int, slot: int) -> float:
    return ((word(key, purpose, slot) >> 40) + 0.5) / 2**24


def parts(key: int, purpose: int, slot: int, widths: tuple[int, ...]) -> list[float]:
    bits, used, found = word(key, purpose, slot), 0, []
    for width in widths:
        used += width
        found.append((((bits >> (64 - used)) & ((1 << width) - 1)) + 0.5) / 2**width)
    return found


def lane(key: int, purpose: int, day: int) -> int:
    return (word(key, purpose, day // 4) >> (16 * (day % 4))) & 0xFFFF


def moment(time: float) -> float:
    """Days, as coarse as the world keeps them."""
    return float(np.float32(time / DAY))


def logit(x: float) -> float:
    q = min(max(x, 1e-5), 1 - 1e-5)
    return log(q / (1 - q))


def chance(x: float) -> float:
    return 1 / (1 + exp(-x))


@dataclass
class Fading:
    """A value that halves every so many days."""

    half: float
    value: float = 0.0
    since: float = 0.0

    def at(self, now: float) -> float:
        return self.value * 2 ** (-(now - self.since) / self.half)

    def put(self, value: float, now: float) -> None:
        self.value, self.since = value, now


@dataclass
class Episode:
    slot: int
    category: int
    product: int
    amount: float
    cost: float
    blocker: int
    stage: int = 0
    exits: int = 0
    tried: list[float] = field(default_factory=lambda: [0.0] * len(APPEALS))


@dataclass
class Told:
    """What a message says to its reader."""

    number: int
    relevance: float
    item: bool


class Customer:
    """One customer's life under a programme."""

    def __init__(self, setting: Setting, state: State, row: int, first: int, days: int, programme: tuple[Campaign, ...]):
        self.set, self.r, self.t = setting, setting.response, setting.traits
        self.campaigns, self.first, self.end = programme, first, first + days
        self.key, self.who = int(state.key[row]), int(state.who[row])
        s, t, who = state, self.t, self.who
        order = sorted(range(len(programme)), key=lambda i: keys.name_key(programme[i].key) >> 33)
        self.rank = {number: place + 1 for place, number in enumerate(order)}

        def fading(half: float, value: np.ndarray, since: np.ndarray) -> Fading:
            return Fading(half, float(value[row]), float(since[row]))

        self.need = fading(float(t.need_half_life_days[who]), s.need, s.need_at)
        self.fatigue = fading(self.r.fatigue_half_life_days, s.fatigue, s.fatigue_at)
        self.habit = fading(self.r.habit_half_life_days, s.habit, s.habit_at)
        self.wait = fading(self.r.wait_half_life_days, s.wait, s.wait_at)
        self.memory, self.orders = float(s.memory[row]), int(s.orders[row])
        self.end_day, self.left_at = float(s.end_day[row]), float(s.left_at[row])
        self.reason_at, self.last_order = float(s.reason_at[row]), float(s.last_order_at[row])
        self.service = int(s.service[row])
        self.until = float(s.episode_until[row])
        self.episode = Episode(
            int(s.episode_slot[row]), int(s.category[row]), int(s.product[row]), float(s.amount[row]),
            float(s.cost[row]), int(s.blocker[row]), int(s.stage[row]), int(s.exits[row]), s.tried[row].tolist(),
        )  # fmt: skip
        self.coupon, self.coupon_until = -1, AGO
        self.aware = False
        self.out = s.opted_out[row].copy()
        self.recent = s.recent[row].tolist()
        self.last_hour = s.last_hour[row].tolist()
        self.timers: dict[int, float] = {}
        self.seen: dict[str, float] = {}
        self.queue: list[tuple[int, int, int, int, float]] = []
        self.count = 0
        self.sent = self.clicked = self.opted = 0
        self.actual, self.expected = [0.0] * 6, [0.0] * 6
        share = 1 - 2 ** (-1 / self.r.episode_half_life_days)
        self.fades = [d for d in range(first, self.end) if lane(self.key, p.FADES, d) < round(share * 65536)]
        if self.until >= OPEN / 2 and self.fades:
            self.until = float(self.fades[0])

    def live(self) -> None:
        """All events in the order of the clock."""
        self._candidates()
        for number, campaign in enumerate(self.campaigns):
            if isinstance(campaign.when, Scheduled):
                for day in campaign.when.days:
                    if campaign.audience is None or campaign.audience[self.who]:
                        due = released(campaign.quiet, campaign.is_ad, np.array([day * DAY + campaign.when.second]))
                        self._push(int(due[0]), self.rank[number], number, 0, 0.0)
        while self.queue:
            time, _, number, slot, need = heapq.heappop(self.queue)
            if time >= self.end * DAY:
                break
            if number < 0:
                self._come(time, slot, need)
            elif number in self.timers and isinstance(self.campaigns[number].when, Trigger):
                self._ring(time, number, slot)
            else:
                self._send(time, number, self.episode.product if self.until > time / DAY else -1)

    def _push(self, time: int, rank: int, number: int, slot: int, need: float) -> None:
        heapq.heappush(self.queue, (time, rank, number, slot, need))

    def _candidates(self) -> None:
        r, t, who, calendar = self.r, self.t, self.who, self.set.calendar
        begins = int(self.set.people.first_day[who])
        for day in range(self.first, self.end):
            here = float(t.visits_per_day[who]) * calendar.factor(day)
            u = (lane(self.key, p.COMES, day) + draw(self.key, p.COMES_FINE, day)) / 65536 if begins != day else 0.0
            if begins > day or u >= 1 - exp(-here):
                continue
            need = -log1p(-u) / here
            again, near, u_hour, u_later = parts(self.key, p.SESSION, day, (16, 16, 16, 16))
            peak = (float(t.peak_hour[who]) - 1 + 2 * u_hour) % 24 * 3600
            second = int(peak if near < r.near_peak else calendar.seconds(np.array([u_hour]))[0])
            self._push(day * DAY + min(max(second, 0), 85_800), 0, -1, day * 4, need)
            later = second + 1800 + int(max(u_later * (84_600 - second), 0))
            if again < r.second_session and later < DAY - 600:
                self._push(day * DAY + later, 0, -1, day * 4 + 1, need)

    def _come(self, time: int, slot: int, need: float) -> None:
        r, now = self.r, moment(time)
        factor = exp(-r.need_visit * self.need.at(now)) * (1 if self.end_day > now else r.visits_of_gone)
        if self.t.sleeping[self.who]:
            factor *= 1 - r.sleeping_visit * min(max(self.fatigue.at(now), 0), 4)
        if factor > need:
            self._visit(self._interest(now, slot), now, time, time, slot, None)

    def _interest(self, now: float, slot: int) -> tuple[Episode, bool]:
        """The open episode, or the one a visit would open."""
        if self.until > now:
            return self.episode, False
        shelf, t, who = self.set.shelf, self.t, self.who
        liking, taste, ready, held = parts(self.key, p.EPISODE, slot, (16, 12, 18, 18))
        basket = word(self.key, p.BASKET, slot)
        a, b, c = np.cumsum(self.r.liked_weights).astype(np.float32).tolist()
        if liking < c:
            category = int(t.liked_category[who, (liking >= a) + (liking >= b)])
        else:
            category = int(np.searchsorted(shelf.category_share, (liking - c) / (1 - c)))
        wanted = float(shelf.log_typical[category]) + log(float(t.price_level[who])) + 0.5 * (taste - 0.5)
        offered = [int(shelf.lookup[category, (basket >> shift) & 4095]) for shift in (52, 40, 28)]
        product = min(offered, key=lambda one: abs(float(shelf.log_price[one]) - wanted))
        goods, extra = [product], ((basket & 0xFFFF) + 0.5) / 65536
        steps = np.cumsum(self.r.extra_items).astype(np.float32).tolist()
        more = word(self.key, p.EXTRA, slot)
        for i in range(sum(extra >= step for step in steps[:3])):
            bits = more >> (21 * i)
            which = ((bits & 511) + 0.5) / 512
            near = category
            if which < self.r.extra_complement:
                near = int(shelf.complements[category, min(int(which / self.r.extra_complement * 4), 3)])
            goods.append(int(shelf.lookup[near, (bits >> 9) & 4095]))
        blocker = READY
        if ready >= float(t.ready_rate[who]):
            blocker = 1 + sum(held > float(share) for share in t.blocker_mix[who, :5])
        amount, cost = (float(sum(table[one] for one in goods)) for table in (shelf.price, shelf.cost))
        return Episode(slot, category, product, amount, cost, blocker), True

    def _discount(self, number: int, amount: float) -> float:
        offer = self.campaigns[number].offer
        if offer is None or amount < offer.minimum_order_krw:
            return 0.0
        off = min(amount * (offer.percent / 100) + offer.amount_krw, offer.maximum_discount_krw or 1e12)
        return float(floor(min(off, amount)))

    def _look(self, ep: Episode, now: float, told: Told | None) -> dict[str, float]:
        """Chances of cart and order."""
        r, t, who = self.r, self.t, self.who
        coupon = self.coupon if self.coupon_until > now and self.aware else -1
        if told and self.campaigns[told.number].offer is not None:
            coupon = told.number
        discount = self._discount(coupon, ep.amount) if coupon >= 0 else 0.0
        depth = min(discount / max(ep.amount, 1), 0.98)
        shift = self.memory - r.need_logit * self.need.at(now)
        shift -= r.habit_logit * max(0.0, self.habit.at(now) - r.habit_free - depth)
        shift = min(max(shift + r.clicked_logit * bool(told), -r.shift_most), r.shift_most)
        push = 0.5 * shift + r.cart_when_looking * (ep.blocker == LOOKING)
        push -= r.cart_elasticity_share * float(t.elasticity[who]) * log1p(-depth)
        if told and told.relevance >= r.relevance_own:
            push += r.cart_item_brought if told.relevance > r.relevance_own else r.cart_category_brought
        push = min(max(push, -r.shift_most), r.shift_most)
        if ep.stage > 0:
            led = told and told.relevance >= r.relevance_generic
            cart = r.cart_return_brought if led else r.cart_return_organic
        else:
            cart = chance(float(self.set.cart_logit[who]) + push)
        first, aged = ep.exits == 0, now - self.left_at >= r.not_now_days
        ready = first and ep.blocker == READY
        waits = 1 - exp(-r.wait_rate * max(0.0, self.wait.at(now) - 1)) if ready and depth == 0 else 0.0
        unmatched = r.unmatched[ep.blocker]
        base = unmatched * (1 if told else r.organic_order)
        if ep.blocker == NOT_NOW and aged and not first:
            base *= 2
        if first:
            base = r.ready_order * (1 - waits) if ready else r.first_blocked_order
        base = chance(logit(base) + shift)
        best, hit, tried = 0, 0.0, 0.0
        if (told or coupon >= 0) and not ready and (ep.blocker != NOT_NOW or aged):
            best, strength = self._appeal(ep, told, coupon, depth)
            low, high = logit(unmatched), logit(r.matched[ep.blocker])
            total = chance(low + strength * (high - low) + shift)
            hit = max(0.0, 1 - (1 - total) / (1 - chance(low + shift)))
            tried = ep.tried[best]
            if told and tried > 0:
                base = min(base + r.repeat_gain * strength, 0.98)
        return {"cart": cart, "base": base, "best": best, "hit": hit, "tried": tried, "waits": waits,
                "coupon": coupon, "discount": discount}  # fmt: skip

    def _appeal(self, ep: Episode, told: Told | None, coupon: int, depth: float) -> tuple[int, float]:
        r = self.r
        speaks = [0.0] * len(APPEALS)
        if told and told.relevance >= r.relevance_generic:
            speaks = self._weights(self.campaigns[told.number])
        enough = coupon >= 0 and depth >= float(self.t.price_gap[self.who])
        own = max(speaks[BENEFIT], 1 - r.main_share) if told else 1.0
        speaks[BENEFIT] = own if enough else 0.0
        for appeal in (SOCIAL, REMINDER):
            speaks[appeal] *= 1.0 if told and told.item else r.generic_review
        fitting = [speaks[i] * r.appeal_fit[ep.blocker][i] for i in range(len(APPEALS))]
        best = max(range(len(APPEALS)), key=lambda i: (fitting[i], -i))
        return best, fitting[best]

    def _weights(self, campaign: Campaign) -> list[float]:
        share = [0.0] * len(APPEALS)
        others = [one for one in campaign.other_appeals if one != campaign.appeal]
        for one in others:
            share[APPEALS.index(one)] = (1 - self.r.main_share) / len(others)
        share[APPEALS.index(campaign.appeal)] = self.r.main_share if others else 1.0
        if campaign.offer is None:
            share[BENEFIT] = 0.0
        elif not share[BENEFIT]:
            share[BENEFIT] = 1 - self.r.main_share
        return share

    def _expect(self, ep: Episode, o: dict[str, float], share: float) -> None:
        goods = self.set.goods
        gain = max(0.0, (o["hit"] - o["tried"]) / (1 - o["tried"]))
        weight = o["cart"] * share
        orders = weight * (1 - (1 - o["base"]) * (1 - gain))
        benefit = weight * gain if o["best"] == BENEFIT else 0.0
        cheap = (benefit + self.r.redeem * (orders - benefit)) if o["coupon"] >= 0 else 0.0
        free = goods.free_shipping_from_krw
        fees = ((orders - cheap) * (ep.amount < free) + cheap * (ep.amount - o["discount"] < free)) * goods.shipping_fee_krw
        paid = orders * ep.amount - cheap * o["discount"] + fees
        fulfilment = orders * goods.delivery_cost_krw + goods.payment_fee_rate * paid
        self._add(self.expected, [orders, orders * ep.amount, cheap * o["discount"], fees, orders * ep.cost, fulfilment])

    @staticmethod
    def _add(total: list[float], more: list[float]) -> None:
        for i, value in enumerate(more):
            total[i] += value

    def _visit(
        self, found: tuple[Episode, bool], now: float, time: int, begins: int, slot: int, told: Told | None,
        o: dict[str, float] | None = None,
    ) -> None:  # fmt: skip
        (ep, fresh), r = found, self.r
        if o is None:
            o = self._look(ep, now, told)
            self._expect(ep, o, 1.0)
        if fresh:
            self.episode = ep
            self.until = float(next((day for day in self.fades if day > time // DAY), OPEN))
        stage, added = 0, False
        if draw(self.key, p.CARTS, slot) < o["cart"]:
            added = ep.stage == 0
            orders, leaves_at, redeems = parts(self.key, p.CART, slot, (24, 20, 20))
            said = draw(self.key, p.APPEAL, ep.slot * 16 + int(o["best"]))
            convinced = o["tried"] <= said < o["hit"]
            ordered = orders < o["base"] or convinced
            leaves = _LEAVES[ep.blocker]
            stage = 4 if ordered else 1 + int(leaves_at > leaves[0]) + int(leaves_at > leaves[1])
            ep.stage = max(ep.stage, stage)
            if ordered:
                by_benefit = convinced and o["best"] == BENEFIT
                self._buy(ep, now, slot, o["discount"], o["coupon"] >= 0 and (by_benefit or redeems < r.redeem))
            else:
                ep.exits, self.left_at = min(ep.exits + 1, 100), now
                best = int(o["best"])
                ep.tried[best] = max(o["tried"], o["hit"])
                if ep.blocker == READY:
                    waits = o["waits"] * r.ready_order / (1 - r.ready_order * (1 - o["waits"]))
                    ep.blocker = PRICE if draw(self.key, p.WAITS, slot) < waits else FORGETTING
        happened = {"session_started": True, "product_viewed": True, "product_added": added,
                    "checkout_started": stage >= 2, "payment_info_started": stage >= 3, "order_completed": stage == 4}  # fmt: skip
        for event in (event for event, did in happened.items() if did):
            self.seen[event] = (begins + STEPS.get(event, 0)) / DAY
            for number, campaign in enumerate(self.campaigns):
                when = campaign.when
                if not isinstance(when, Trigger) or when.event != event or number in self.timers:
                    continue
                if when.first_day <= begins // DAY < when.end_day:
                    starts = begins + STEPS.get(event, 0)
                    self.timers[number] = starts / DAY
                    due = released(campaign.quiet, campaign.is_ad, np.array([starts + when.delay_seconds]))
                    self._push(int(due[0]), self.rank[number], number, ep.product, 0.0)

    def _buy(self, ep: Episode, now: float, slot: int, discount: float, used: bool) -> None:
        r, goods = self.r, self.set.goods
        drops, returns = parts(self.key, p.ORDER, slot, (24, 24))
        off = discount if used else 0.0
        paid = ep.amount - off
        fee = goods.shipping_fee_krw if paid < goods.free_shipping_from_krw else 0
        fulfilment = goods.delivery_cost_krw + goods.payment_fee_rate * (paid + fee)
        self._add(self.actual, [1, ep.amount, off, fee, ep.cost, fulfilment])
        self.until = now
        self.need.put(self.need.at(now) + 1, now)
        learned = r.memory_established if self.orders >= 2 else r.memory_new
        self.memory = min(max(self.memory - learned * off / max(ep.amount, 1), -1), 0.5)
        if used:
            self.coupon, self.coupon_until = -1, AGO
        self.orders, self.last_order, self.service = self.orders + 1, now, 0
        end = now - log(returns) / r.drop_per_day if self.end_day < now else self.end_day
        leaves = float(self.t.drop_rate[self.who]) * (r.drop_later if self.orders > 1 else 1.0)
        self.end_day = now if drops < leaves else end

    def _ring(self, time: int, number: int, product: int) -> None:
        started = self.timers.pop(number)
        campaign = self.campaigns[number]
        unless = campaign.when.unless if isinstance(campaign.when, Trigger) else None
        if unless and self.seen.get(unless, AGO) > started:
            return
        if campaign.audience is None or campaign.audience[self.who]:
            self._send(time, number, product)

    def _send(self, time: int, number: int, product: int) -> None:
        r, t, who, now = self.r, self.t, self.who, moment(time)
        campaign, people = self.campaigns[number], self.set.people
        channel, second = CHANNELS.index(campaign.channel), time % DAY
        consent = (0, 3, 1, 1, 2)[channel]
        given = int(people.consent_day[who, consent])
        push = channel == 0
        has_address = (people.email_key if channel == 4 else people.phone_key)[who] != 0 or push
        night = second >= 21 * 3600 or second < 8 * 3600
        had = sum(at > time // DAY + 1 - (campaign.cap.days if campaign.cap else 0) for at in self.recent)
        refused = (
            (not push and not people.is_member[who]) or (push and not (people.has_app[who] and people.push_enabled[who]))
            or not has_address or (self.out[consent] and (campaign.is_ad or push))
            or (campaign.is_ad and (people.is_minor[who] or time // DAY - given > 730))
            or (campaign.is_ad and night and not people.night_consent[who])
            or (campaign.cap is not None and had >= campaign.cap.touches) or self.last_hour[channel] == time // 3600
        )  # fmt: skip
        if refused:
            return
        slot = (1 << 32) + time // 3600 * p.MOST_CHANNELS + channel
        arrives, clicks, leaves = parts(self.key, p.TOUCH, slot, (16, 24, 24))
        ep, fresh = self._interest(now, slot)
        told = Told(number, *self._relevance(campaign, fresh, product))
        reason = campaign.content.reason
        fatigue = self.fatigue.at(now)
        worn = reason != 0 and (reason < 0 or now - self.reason_at < r.worn_days)
        click = r.click_base[channel] * float(t.answer[who]) * told.relevance / r.relevance_scale
        click *= exp(r.hour_swing * (cos(2 * pi * (second / 3600 - float(t.peak_hour[who])) / 24) - 0.3))
        click *= exp(-r.wear_click * fatigue)
        depth = self._discount(number, ep.amount) / max(ep.amount, 1)
        click *= 1 + r.depth_click * depth
        click *= r.worn_click if worn else r.reason_click if reason > 0 else 1.0
        click *= 1.0 if self.end_day > now else r.gone_click
        if self._weights(campaign)[STORY] >= r.main_share and t.story_prone[who]:
            click *= r.story_click
        if ep.exits > 0 and not fresh:
            click *= float(np.interp((now - self.left_at) * 24, r.timing_hours, r.timing_click))
        click = min(click, r.click_most)
        delivered = arrives < r.reach[channel]
        clicked = delivered and clicks < click
        o = self._look(ep, now, told)
        self._expect(ep, o, r.reach[channel] * click)
        hazard = r.optout_base[channel] * exp(min(r.optout_wear * fatigue, r.optout_wear_most))
        hazard *= r.optout_irrelevant if told.relevance <= r.relevance_other else 1.0
        hazard *= r.optout_relevant if told.relevance >= r.relevance_own else 1.0
        hazard *= (r.optout_sleeping if t.sleeping[who] else 1.0) * (r.optout_worn if worn else 1.0)
        hazard *= 1.0 if campaign.is_ad else r.optout_information
        self.sent, self.clicked = self.sent + 1, self.clicked + clicked
        self.last_hour[channel] = time // 3600
        if campaign.is_ad:
            self.recent = [*self.recent[1:], now]
            if delivered:
                self.fatigue.put(fatigue + 1, now)
        if delivered and campaign.offer is not None:
            self._coupon(campaign, number, ep, fresh, now, depth, clicked, slot)
        if delivered and reason > 0:
            self.reason_at = now
        if delivered and not campaign.is_ad and now - self.last_order < 14:
            u, keeps = draw(self.key, p.REVIVES, slot), r.service_drop ** (self.service + 1)
            if self.end_day == self.last_order and u < 1 - r.service_drop and keeps >= r.service_drop_least - 0.03:
                self.end_day = now - log(max(u / (1 - r.service_drop), 1e-6)) / r.drop_per_day
            self.service += 1
        if clicked:
            late = float(keys.normal(np.array(parts(self.key, p.OPENS, slot, (24, 24))[1])))
            wait = r.open_delay_median_seconds * exp(1.2 * late)
            begins = time + int(min(wait, 6 * 3600, DAY - 1 - second))
            self._visit((ep, fresh), now, time, begins, slot, told, o)
        if delivered and leaves < min(hazard, 0.5):
            self.out[consent], self.opted = True, self.opted + 1

    def _relevance(self, campaign: Campaign, fresh: bool, product: int) -> tuple[float, bool]:
        r, names, liked = self.r, campaign.content.names, self.t.liked_category[self.who]
        if names == "nothing" or (names == "item" and product < 0):
            return r.relevance_generic, False
        item = names == "item"
        named = int(self.set.goods.category_id[product]) if item else int(liked[0])
        if not fresh and named == self.episode.category:
            return (r.relevance_item if item else r.relevance_own), item
        if named == liked[0]:
            return r.relevance_own, item
        return (r.relevance_second if named in liked[1:] else r.relevance_other), item

    def _coupon(
        self, campaign: Campaign, number: int, ep: Episode, fresh: bool, now: float, depth: float, clicked: bool, slot: int
    ) -> None:
        r = self.r
        self.aware = clicked or draw(self.key, p.AWARE, slot) < r.aware_unclicked
        self.coupon, self.coupon_until = number, now + (campaign.offer.valid_days if campaign.offer else 0)
        rise = r.habit_rise * (1 if self.aware else r.habit_unaware)
        rise *= r.habit_reason if campaign.content.reason > 0 else 1
        habit = self.habit.at(now)
        self.habit.put(habit + rise * max(0.0, depth - habit), now)
        if ep.exits > 0 and not fresh and self.aware:
            self.wait.put(self.wait.at(now) + 1, now)


def run(setting: Setting, state: State, first: int, days: int, programme: tuple[Campaign, ...]) -> list[Customer]:
    """Every customer's life, one after the other."""
    lives = [Customer(setting, state, row, first, days, programme) for row in range(len(state))]
    for one in lives:
        one.live()
    return lives
