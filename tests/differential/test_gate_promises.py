"""What the docs promise of the gate, held against the whole engine with orders, markets and plans that nobody chose."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

import attrs
from hypothesis import event, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from gate_watch import Market as Watched
from gate_watch import Review, Watch, watch
from propbots.domain.bar import Bar
from propbots.domain.instrument import Instrument
from propbots.engine.caution import Caution
from propbots.engine.gate import RiskGate, TradingState
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import (
    ContractCap,
    DailyLoss,
    Effect,
    FloatingLoss,
    MaximumLoss,
    MaximumLossBasis,
    ProductCap,
    Reference,
    Rule,
    Tier,
)
from random_feeds import OTHER, FeedActor, Feeds, Script, feeds, run_request, scripts_of_events
from random_market import INDEX, Market, markets
from random_run import BALANCE, Conditions, RandomActor, Wish, conditions, plans, scripts, wishes
from worst_price_reference import find_worst

CAUTIONS = st.builds(
    Caution,
    auto_flatten=st.sampled_from((Decimal(1), Decimal("0.9"), Decimal("0.5"))),
    gap_allowance=st.sampled_from((Decimal(0), Decimal("0.0001"), Decimal("0.005"), Decimal("0.0177"))),
    stop_slippage_ticks=st.integers(1, 4),
)


@st.composite
def loss_plans(draw: st.DrawFn) -> Plan:
    """Plans with rules about losses, near and far, and none that closes the gate by the clock."""
    amounts = st.sampled_from([Decimal(amount) for amount in ("90", "222.22", "400", "750", "1500", "4000")])
    rules: list[Rule] = []
    kinds = draw(st.sets(st.sampled_from(("maximum", "daily", "floating")), min_size=1))
    if "maximum" in kinds:
        lock, may_touch = draw(st.sampled_from((None, BALANCE - 20, BALANCE))), draw(st.booleans())
        rules.append(MaximumLoss(draw(amounts), draw(st.sampled_from(MaximumLossBasis)), lock, may_touch=may_touch))
    if "daily" in kinds:
        effect, reference = draw(st.sampled_from((Effect.SOFT, Effect.HARD))), draw(st.sampled_from(Reference))
        rules.append(DailyLoss(draw(amounts), effect, reference=reference))
    if "floating" in kinds:
        rules.append(FloatingLoss(draw(amounts), draw(st.sampled_from((Effect.SOFT, Effect.HARD)))))
    return Plan("firm/plan", "a plan", "USD", BALANCE, FirmDayRules("UTC", time(0)), tuple(rules))


@st.composite
def capped_plans(draw: st.DrawFn) -> Plan:
    """Plans that cap what is held: with tiers of the profit, by product, or every contract as one."""
    minis = st.sampled_from([Decimal(cap) for cap in ("0.5", "0.75", "1", "2", "3.1")])
    profits = draw(st.lists(st.sampled_from((-400, -50, 0, 50, 400)), unique=True, max_size=3).map(sorted))
    tiers = [Tier(Decimal(profit), draw(minis)) for profit in profits]
    rules: list[Rule] = [ContractCap(draw(minis), tiers, counts_each=draw(st.sampled_from((False, False, True))))]
    if draw(st.booleans()):
        rules.append(ProductCap({draw(st.sampled_from((INDEX.id, OTHER.id))): draw(minis)}))
    if draw(st.booleans()):
        rules.append(DailyLoss(Decimal(draw(st.sampled_from((200, 2000))))))
    return Plan("firm/plan", "a plan", "USD", BALANCE, FirmDayRules("UTC", time(0)), tuple(rules))


class CapWatch:
    """Adds up after each event what could be held if every live order of a side filled, the other side's gone."""

    def __init__(self) -> None:
        self.before: dict[str, Decimal] = {}

    def __call__(self, seen: Watch) -> None:
        """Hold it against each cap: it is within, or was as far beyond before the cap came down."""
        supervisor = seen.engine.supervisor
        assert supervisor is not None
        profit = Decimal(0)
        if supervisor.days:
            profit = supervisor.scale.to_money(supervisor.days[-1].closing_balance) - BALANCE
        reaches = {market.instrument: reach_of(market) for market in seen.markets()}
        for rule in supervisor.state.plan.rules:
            for name, reach, cap in counted(rule, reaches, profit):
                assert reach <= max(cap, self.before.get(name, cap))
                self.before[name] = reach


def reach_of(market: Watched) -> Decimal:
    """The most contracts that could be held of an instrument, long or short."""
    sides = []
    for sign in (1, -1):
        waiting = [
            steps
            for order, steps, *_ in market.orders
            if not order.request.reduce_only and order.request.side.sign == sign
        ]
        sides.append(max(0, market.position * sign) + sum(waiting))
    return max(sides) * market.instrument.quantity_step


def counted(rule: Rule, reaches: dict[Instrument, Decimal], profit: Decimal) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Give what a cap counts, how much of it could be held, and how much may be."""
    if isinstance(rule, ProductCap):
        for instrument, contracts in reaches.items():
            if instrument.id in rule.contracts:
                yield instrument.id, contracts, rule.contracts[instrument.id]
    if isinstance(rule, ContractCap):
        each = [reach * (1 if rule.counts_each else one.mini_units) for one, reach in reaches.items()]
        yield "all", sum(each, Decimal(0)), [rule.minis, *(t.value for t in rule.tiers if profit >= t.profit)][-1]


def look(market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions) -> Watch:
    """Run a script in one instrument."""
    return watch(how.request(RandomActor().learn(script, on_fills), market))


def check_worst_price(review: Review, caution: Caution) -> None:
    """Hold an answer of the gate against the second opinion."""
    if review.code == "worst_price" or (not review.code and not review.is_reducing):
        if review.floor is None:
            assert review.code == ""
            return
        lost = find_worst(review.main, caution, review.request)
        lost += sum(find_worst(market, caution) for market in review.others)
        event(review.code or "let through")
        assert (review.equity - lost <= review.floor) is (review.code == "worst_price")
        if review.code:
            told = review.message.partition("could lose ")[2].partition(" at the worst price")[0]
            assert Decimal(told) == lost


@settings(deadline=None)
@given(markets(), scripts(), st.lists(wishes(), max_size=3), conditions(loss_plans()), CAUTIONS)
def test_an_order_is_denied_for_its_worst_price_where_that_would_have_reached_a_floor_and_nowhere_else(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions, caution: Caution
) -> None:
    seen = look(market, script, on_fills, attrs.evolve(how, caution=caution))

    for review in seen.reviews:
        check_worst_price(review, caution)


@settings(deadline=None)
@given(feeds(10), scripts_of_events(20), conditions(loss_plans()), CAUTIONS)
def test_the_worst_price_counts_what_all_instruments_could_lose_together(
    market: Feeds, script: Script, how: Conditions, caution: Caution
) -> None:
    how = attrs.evolve(how, caution=caution)
    seen = watch(run_request(FeedActor().follow(script, market), market, how))

    for review in seen.reviews:
        check_worst_price(review, caution)


@settings(deadline=None)
@given(markets(12), scripts(12), st.lists(wishes(), max_size=3), conditions(capped_plans()))
def test_what_is_held_and_what_is_ordered_of_either_side_stay_within_the_cap_after_every_event(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions
) -> None:
    watch(how.request(RandomActor().learn(script, on_fills), market), CapWatch())


@settings(deadline=None)
@given(feeds(10), scripts_of_events(14), conditions(capped_plans()))
def test_two_instruments_stay_within_their_caps_together_after_every_event(
    market: Feeds, script: Script, how: Conditions
) -> None:
    watch(run_request(FeedActor().follow(script, market), market, how), CapWatch())


@settings(deadline=None)
@given(markets(12), scripts(12), st.lists(wishes(), max_size=3), conditions(loss_plans()))
def test_the_floor_of_a_maximum_loss_never_falls_in_a_run(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions
) -> None:
    floors: list[int] = []

    def remember(seen: Watch) -> None:
        floor = seen.loss_floor
        floors.extend([] if floor is None else [floor])

    seen = watch(how.request(RandomActor().learn(script, on_fills), market), remember)

    assert floors == sorted(floors)
    supervisor = seen.engine.supervisor
    assert supervisor is not None
    assert how.plan is not None
    losses = [rule for rule in how.plan.rules if isinstance(rule, MaximumLoss | DailyLoss | FloatingLoss)]
    if [type(rule) for rule in losses if rule.effect is Effect.HARD] == [MaximumLoss]:
        # What is told of each day and drawn beside the equity is the floor of this rule alone.
        told = [day.floor for day in supervisor.days if day.floor is not None]
        assert told == sorted(told)
        assert [floor for _, floor in supervisor.floors] == sorted({floor for _, floor in supervisor.floors})


class Reducer(RandomActor):
    """Asks on every bar for what makes its position smaller, and now and then somebody restricts the gate."""

    def meet(self, gate: RiskGate, states: list[TradingState]) -> None:
        """Take the gate, and what it is to let through at each bar."""
        self.gate, self.states = gate, list(states)

    @override
    def on_bar(self, bar: Bar) -> None:
        """Restrict the gate, ask for a reduction, and go on."""
        if self.states:
            state = self.states.pop()
            if self.gate.state is TradingState.ACTIVE:
                self.gate.restrict(state, "somebody said so")
        held = self.position_steps
        if held:
            send = self.sell if held > 0 else self.buy
            send(abs(held) * INDEX.quantity_step, reduce_only=self.index % 2 == 0)
        super().on_bar(bar)


@settings(deadline=None)
@given(
    markets(12),
    scripts(12),
    st.lists(wishes(), max_size=3),
    conditions(st.one_of(plans(), loss_plans(), capped_plans())),
    st.lists(st.sampled_from(TradingState), max_size=24),
)
def test_a_reduction_passes_in_every_state_and_never_turns_a_position(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions, states: list[TradingState]
) -> None:
    actor = Reducer()
    actor.learn(script, on_fills)
    seen = watch(how.request(actor, market), on_start=lambda seen: actor.meet(seen.engine.gate, states))

    for review in seen.reviews:
        request, held = review.request, review.main.position * review.request.side.sign
        ahead = sum(steps for order, steps, *_ in review.main.orders if order.request.side is request.side)
        if request.reduce_only or request.quantity_steps <= -held - ahead:
            event(f"reduces while {review.state}")
            assert not review.code
        if review.state is not TradingState.ACTIVE:
            assert review.code or review.is_reducing
    for fill, request, before in seen.fills:
        if request.reduce_only:
            sign = fill.side.sign
            assert before * sign < 0
            assert (before + sign * fill.last_quantity_steps) * sign <= 0
