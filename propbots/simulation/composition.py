"""Where the objects of one run are joined, top to bottom."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import attrs

from propbots.data.columns import BarColumns, BarCursor
from propbots.data.feed_set import FeedSet
from propbots.domain.bar import Bar, Feed
from propbots.domain.scale import Scale
from propbots.engine.account import Account
from propbots.engine.caution import BARE
from propbots.engine.engine import Engine
from propbots.engine.gate import RiskGate
from propbots.engine.life import NextPhase
from propbots.engine.market import Market
from propbots.engine.order_rules import build_order_rules
from propbots.engine.supervisor import Supervisor
from propbots.engine.worst_price import Reserve
from propbots.rules.account_state import build_plan_state
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import Plan
from propbots.series.program import ColumnProgram
from propbots.simulation.agenda import Agenda, Entry, bar_entries, session_entries
from propbots.simulation.blame import BEFORE_THE_BARS, blame
from propbots.simulation.fields import ColumnFields
from propbots.simulation.news import find_blackouts
from propbots.simulation.request import BacktestRequest
from propbots.simulation.run_feeds import RunFeeds
from propbots.simulation.tick_tracks import TickTracks, join_ticks
from propbots.simulation.venue import Venue, find_venues
from propbots.strategy.desk import Desk
from propbots.strategy.market_view import MarketView
from propbots.strategy.sizing import FixedQuantity, RiskToStop, Sizer
from propbots.strategy.trader import Trader, column_trader
from propbots.venue.costs import Costs
from propbots.venue.exchange import Exchange
from propbots.venue.liquidity import build_liquidity
from propbots.venue.market import SimulatedMarket
from propbots.venue.matching import Matcher
from propbots.venue.tick_exchange import TickExchange
from propbots.venue.tick_market import TickMarket

__all__ = ["Run", "compose_run"]


@attrs.frozen(eq=False)
class Run:
    """The objects of one run, joined.

    Attributes:
        request: What was asked for.
        feeds: All that the strategy may ask for.
        venues: The instruments, the main one first, in the order of the account's holdings.
        cursor: In the bars of the main feed.
        engine: The bot.
        markets: The simulated markets, in the same order.
        ticks: Of all instruments; None for a run on bars.
        exchange: All markets, where more happens than the main feed's bars or ticks come of several instruments; None
            where nothing does.
        agenda: What else happens.
    """

    request: BacktestRequest
    feeds: FeedSet
    venues: list[Venue]
    cursor: BarCursor
    engine: Engine
    markets: list[SimulatedMarket | TickMarket]
    ticks: TickTracks | None = None
    exchange: Exchange | TickExchange | None = None
    agenda: Agenda | None = None

    @property
    def bars(self) -> BarColumns:
        """The bars of the main feed that are traded."""
        return self.venues[0].bars


def compose_run(request: BacktestRequest) -> Run:
    """Join the objects of one run.

    Raises:
        ConfigurationError: If the strategy refuses its parameters, or asks for a feed that is not there.
        StrategyFailed: If it raises otherwise.
    """
    feeds, venues = request.feeds, find_venues(request)
    main = venues[0]
    cursor = main.bars.cursor()
    elsewhere = RunFeeds(feeds, request.columns, main.bars.open_time.item(0))
    engine = _compose_engine(request, venues, cursor, elsewhere)
    agenda = _agenda(engine, feeds, elsewhere, main, on_ticks=request.ticks is not None)
    if request.ticks is not None:
        return _compose_on_ticks(request, venues, cursor, engine, agenda, feeds=feeds)
    simulated = [_market(request, venue, engine) for venue in venues]
    if agenda is None:
        return Run(request, feeds, venues, cursor, engine, [*simulated])
    named = {venue.scale.instrument.id: market for venue, market in zip(venues, simulated, strict=True)}
    exchange = Exchange(engine, {**named, "": simulated[0]}, elsewhere.begins_ns)
    return Run(request, feeds, venues, cursor, engine, [*simulated], None, exchange, agenda)


def _compose_on_ticks(
    request: BacktestRequest,
    venues: list[Venue],
    cursor: BarCursor,
    engine: Engine,
    agenda: Agenda | None,
    *,
    feeds: FeedSet,
) -> Run:
    """Join the markets of a run on ticks."""
    ticks = join_ticks([venue.ticks for venue in venues if venue.ticks is not None])
    markets = [_tick_market(request, venue, engine) for venue in venues]
    exchange = None
    if len(markets) > 1:
        named = {venue.scale.instrument.id: market for venue, market in zip(venues, markets, strict=True)}
        exchange = TickExchange(engine, {**named, "": markets[0]})
    return Run(request, feeds, venues, cursor, engine, [*markets], ticks, exchange, agenda)


def _compose_engine(request: BacktestRequest, venues: list[Venue], cursor: BarCursor, elsewhere: RunFeeds) -> Engine:
    """Join the bot: account, gate, desk, strategy and plan."""
    main = venues[0]
    account = Account(main.scale.to_units(request.balance))
    markets = {venue.scale.instrument.id: _open_market(request, venue, account) for venue in venues}
    views = {
        name: MarketView(market.holding, market.holding.scale, _sizer(request, market.holding.scale))
        for name, market in markets.items()
    }
    gate = RiskGate(main.scale, request.plan, scales={name: view.scale for name, view in views.items()})
    desk = Desk({**views, "": views[main.scale.instrument.id]})
    # A timer that is set before the first bar cannot lie before it, or it would fire in a past that was not traded.
    desk.clock_ns = main.bars.open_time.item(0)
    return Engine(
        account,
        {**markets, "": markets[main.scale.instrument.id]},
        gate,
        desk,
        _trader(request, desk, cursor.find, elsewhere),
        None if request.plan is None else _compose_supervisor(request, request.plan, gate, markets),
        venues={venue.bars.feed: markets[venue.scale.instrument.id] for venue in venues[1:] if venue.ticks is None},
    )


def _compose_supervisor(
    request: BacktestRequest, plan: Plan, gate: RiskGate, markets: Mapping[str, Market]
) -> Supervisor:
    """Join the plan at work, and what follows it."""
    calendars = [request.calendar, *(other.feed.calendar for other in request.others)]
    instruments = [market.holding.scale.instrument for market in markets.values()]

    def compose_phase(each: Plan) -> NextPhase:
        firm = FirmCalendar(each.day, *calendars)
        blackouts = {one.id: find_blackouts(request, each, one) for one in instruments}
        return NextPhase(each, firm, build_order_rules(each, firm, instruments, blackouts))

    _, firm, order_rules = compose_phase(plan)
    return Supervisor(
        gate.scale,
        build_plan_state(plan, gate.scale),
        firm,
        gate,
        request.after_breach,
        caution=request.caution,
        order_rules=order_rules,
        following=list(map(compose_phase, request.following)),
        takes_payouts=bool(request.following),
    )


def _open_market(request: BacktestRequest, venue: Venue, account: Account) -> Market:
    """Return an instrument's market, with the times in which nothing may be open or working there."""
    blackouts = deque(() if request.plan is None else find_blackouts(request, request.plan, venue.scale.instrument))
    return Market(account.open(venue.scale), _reserve(request, venue), blackouts=blackouts)


def _reserve(request: BacktestRequest, venue: Venue) -> Reserve | None:
    """Return what the gate reckons with in a market; nothing where nothing shall be reckoned with."""
    if request.caution == BARE:
        return None
    return Reserve.of(venue.scale, request.caution, venue.scale.rate_to_units(venue.costs.commission))


def _sizer(request: BacktestRequest, scale: Scale) -> Sizer:
    if request.size.risk is not None:
        return RiskToStop(scale.to_units(request.size.risk))
    return FixedQuantity.of(request.size.quantity, scale)


def _trader(request: BacktestRequest, desk: Desk, find: Callable[[Bar], int], elsewhere: RunFeeds) -> Trader:
    program = ColumnProgram(ColumnFields(request.columns, request.calendar), elsewhere.columns)
    try:
        trader = column_trader(request.strategy, desk, program, find, request.first, elsewhere)
    except (Exception, SystemExit) as error:
        raise blame(request.strategy_name, error, BEFORE_THE_BARS) from error
    return trader if request.ticks is None else _beside_ticks(trader, desk, request.columns.feed)


def _beside_ticks(trader: Trader, desk: Desk, feed: Feed) -> Trader:
    """Let the bars of the main feed come beside its ticks."""
    view, handle = desk.main, trader.on_bar

    def on_bar(bar: Bar) -> None:
        view.bar = bar
        handle(bar)

    return attrs.evolve(trader, others={**trader.others, feed: on_bar})


def _market(request: BacktestRequest, venue: Venue, engine: Engine) -> SimulatedMarket:
    scale, costs = venue.scale, venue.costs
    instrument = scale.instrument.id
    rates = Costs(
        scale.rate_to_units(costs.commission),
        costs.slippage_ticks,
        request.limit_through_ticks,
        costs.spread_ticks,
        None if costs.volume_limit is None else Fraction(costs.volume_limit),
        Fraction(costs.price_impact),
    )
    liquidity = build_liquidity(rates, Fraction(scale.instrument.quantity_step))
    market = engine.markets[instrument]
    is_other = market is not engine.main
    simulated = SimulatedMarket(
        Matcher(engine, market, rates, name=instrument if is_other else "", liquidity=liquidity),
        request.path,
        venue.calendar,
        finer=None if request.finer is None or is_other else _finer(request.finer),
        find_last=_closes(venue.bars),
        fenced=request.fenced,
        rolls=deque(roll for roll in venue.bars.rolls if roll.begins_ns > venue.bars.open_time[0]),
    )
    market.look_closely = simulated.look_closely
    return simulated


def _tick_market(request: BacktestRequest, venue: Venue, engine: Engine) -> TickMarket:
    rate, instrument = venue.scale.rate_to_units(venue.costs.commission), venue.scale.instrument.id
    market = engine.markets[instrument]
    is_other = market is not engine.main
    simulated = TickMarket(
        Matcher(engine, market, Costs(rate, venue.costs.slippage_ticks, 0), name=instrument if is_other else ""),
        engine.desk.view(instrument),
        venue.calendar,
        has_trades=venue.ticks is not None and venue.ticks.has_trades,
        latency_ns=request.latency_ns,
        fenced=request.fenced,
        seed=f"{request.seed} {instrument}" if is_other else request.seed,
    )
    market.look_closely, market.wake = simulated.look_closely, simulated.wake
    return simulated


def _finer(columns: BarColumns) -> Callable[[Bar], list[Bar]]:
    times = columns.open_time.data

    def inside(bar: Bar) -> list[Bar]:
        part = slice(bisect_left(times, bar.open_time_ns), bisect_left(times, bar.close_time_ns))
        # A bar without finer ones is judged as if there were none.
        return list(columns.select(part).bars()) or [bar]

    return inside


def _closes(bars: BarColumns) -> Callable[[int], int]:
    def find(moment_ns: int) -> int:
        """Return the close of the last bar that has ended by a moment; before the first one, its open."""
        place = bisect_right(bars.close_time.data, moment_ns) - 1
        return bars.close.item(place) if place >= 0 else bars.open.item(0)

    return find


def _agenda(engine: Engine, feeds: FeedSet, elsewhere: RunFeeds, main: Venue, *, on_ticks: bool) -> Agenda | None:
    """Return what happens beside the main feed's bars; None if nothing does."""
    trader = engine.trader
    entries: list[Iterator[Entry]] = []
    for place, feed in enumerate({**engine.venues, **trader.others}):
        bars, is_main = feeds.of(feed).bars, on_ticks and feed == main.bars.feed
        entries.append(bar_entries(bars.select(slice(elsewhere.first_of(bars), None)), place, is_main=is_main))
    if trader.on_session_open is not None or trader.on_session_close is not None:
        span = main.bars.open_time.item(0), main.bars.close_time.item(len(main.bars) - 1)
        entries.append(session_entries(main.calendar, *span))
    return Agenda(entries, engine.desk.timers) if entries or trader.on_timer is not None else None
