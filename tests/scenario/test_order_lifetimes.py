"""How long orders live: until a moment, or for one open only."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from propbots.domain.order import TimeInForce
from propbots.domain.timeframe import MINUTE
from propbots.errors import StrategyFailed
from propbots.venue.path import PathPolicy
from stage import SPACING, START, bars, buy, cancel, columns_of, modify, play, sell

QUIET = "100 100 100 100"
GTD, IOC, FOK = TimeInForce.GTD, TimeInForce.IOC, TimeInForce.FOK
IMMEDIATE = "immediate or cancel"
TENTH = {"volume_limit": Decimal("0.1")}


def moment(bar: int, seconds: int = 0) -> datetime:
    """A moment some seconds after a bar's open."""
    return datetime.fromtimestamp((START + bar * SPACING) // 10**9, UTC) + timedelta(seconds=seconds)


def test_an_order_fills_in_bars_that_end_with_its_last_moment_and_in_none_after() -> None:
    columns = bars(QUIET, QUIET, "100 100 94 100", "100 100 90 100")
    script = {
        0: [
            buy(limit_price=95, time_in_force=GTD, expires_at=moment(2, 60)),
            buy(limit_price=92, time_in_force=GTD, expires_at=moment(2, 60)),
        ]
    }

    story = play(columns, script)

    assert story.fills[:1] == ["2 inside: buy 1 at 95 (signal)"]
    assert story.ends == ["2 inside: expired"]


def test_the_end_is_told_at_the_close_of_the_bar_that_ends_with_it() -> None:
    columns = bars(QUIET, QUIET, QUIET, QUIET)
    script = {
        0: buy(limit_price=95, time_in_force=GTD, expires_at=moment(1, 60)),
        1: lambda actor: actor.buy(limit_price=len(actor.events), reason="seen"),
    }

    story = play(columns, script)

    assert story.accepted[1] == (2, None)


def test_a_moment_between_two_bars_ends_an_order_before_the_second_opens() -> None:
    columns = bars(QUIET, QUIET, "90 90 90 90")

    story = play(columns, {0: buy(limit_price=95, time_in_force=GTD, expires_at=moment(1, 90))})

    assert story.fills == []
    assert [event.event_time_ns for event in story.actor.events][-1] == START + SPACING + 3 * MINUTE // 2


def test_a_market_order_whose_moment_comes_before_the_next_open_is_never_filled() -> None:
    story = play(bars(QUIET, QUIET), {0: buy(time_in_force=GTD, expires_at=moment(1))})

    assert story.fills == []
    assert story.ends == ["1 open: expired"]


@pytest.mark.parametrize("path", PathPolicy)
def test_of_the_bar_that_holds_the_moment_a_limit_has_the_open_only(path: PathPolicy) -> None:
    terms = {"time_in_force": GTD, "expires_at": moment(1, 30)}

    inside = play(bars(QUIET, "100 100 90 100", QUIET), {0: buy(limit_price=95, **terms)}, path=path)
    at_open = play(bars(QUIET, "94 100 90 100", QUIET), {0: buy(limit_price=95, **terms)}, path=path)

    assert inside.fills == []
    assert inside.record.ambiguous_bars == 1
    assert inside.actor.events[-1].event_time_ns == START + SPACING + MINUTE // 2
    assert at_open.fills[0] == "1 open: buy 1 at 94 (signal)"


def test_of_the_bar_that_holds_the_moment_a_stop_has_all() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 91", "91 91 80 81")
    terms = {"time_in_force": GTD, "expires_at": moment(2, 30), "reduce_only": True}

    story = play(columns, {0: [buy(2), sell(stop_price=95, **terms), sell(stop_price=85, **terms)]})

    assert story.fills[1] == "2 inside: sell 1 at 95 (signal)"
    assert story.ends == ["2 after 30 s: expired"]


def test_finer_data_tell_whether_the_moment_had_come() -> None:
    part = MINUTE // 4
    prices = [[100] * 4, [100] * 4, [100, 100, 96, 100], [100, 100, 90, 100], [100, 100, 80, 100]]
    opens = [START, *(START + SPACING + number * part for number in range(4))]
    terms = {"time_in_force": GTD, "expires_at": moment(1, 30)}
    script = {0: [buy(limit_price=97, **terms), buy(limit_price=95, **terms)]}

    story = play(bars(QUIET, "100 100 80 100"), script, finer=columns_of(prices, opens, duration=part))

    assert [fill.last_price_steps for fill in story.actor.fills[:1]] == [97]
    assert len(story.actor.fills) == 2  # the second is the end of the data


def test_an_entry_that_expires_takes_its_waiting_exits_with_it() -> None:
    script = {0: buy(limit_price=95, stop_loss_ticks=3, time_in_force=GTD, expires_at=moment(1, 90))}

    story = play(bars(QUIET, QUIET, QUIET), script)

    kinds = [type(event).__name__ for event in story.actor.events]
    assert kinds == ["OrderAccepted", "OrderCanceled", "OrderExpired"]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"time_in_force": GTD}, "expires_at goes with time_in_force GTD"),
        ({"expires_at": moment(9)}, "expires_at goes with time_in_force GTD"),
        ({"time_in_force": GTD, "expires_at": moment(0, 60)}, "a moment to come"),
        ({"time_in_force": GTD, "expires_at": datetime(2030, 1, 1)}, "must have a zone"),
        ({"time_in_force": IOC, "stop_price": 105}, "IOC is for market and limit orders"),
        ({"time_in_force": FOK, "trail_ticks": 5}, "FOK is for market and limit orders"),
        ({"time_in_force": IOC, "on_open": True}, "IOC is for market and limit orders"),
    ],
)
def test_lifetimes_that_contradict_themselves_are_refused(terms: dict[str, object], message: str) -> None:
    with pytest.raises(StrategyFailed, match=message):
        play(bars(QUIET, QUIET), {0: buy(**terms)})


@pytest.mark.parametrize("kind", [IOC, FOK])
def test_an_immediate_order_fills_at_the_next_open_or_not_at_all(kind: TimeInForce) -> None:
    columns = bars(QUIET, "98 98 90 90", QUIET)
    script = {0: [buy(limit_price=99, time_in_force=kind), buy(limit_price=97, time_in_force=kind)]}

    story = play(columns, script)

    assert story.fills[:1] == ["1 open: buy 1 at 98 (signal)"]
    assert story.ends == [f"1 open: canceled ({IMMEDIATE if kind is IOC else 'fill or kill'})"]


def test_an_immediate_order_takes_what_there_is_and_cancels_the_rest() -> None:
    story = play(bars(QUIET, QUIET, QUIET, volumes=[30] * 3), {0: buy(5, time_in_force=IOC)}, costs=TENTH)

    assert story.fills == ["1 open: buy 3 at 100 (signal)", "2 inside: sell 3 at 100 (end_of_data)"]
    assert story.ends == [f"1 open: canceled ({IMMEDIATE})"]


@pytest.mark.parametrize(("quantity", "filled"), [(3, True), (4, False)])
def test_fill_or_kill_is_all_or_nothing(quantity: int, filled: bool) -> None:
    story = play(bars(QUIET, QUIET, volumes=[30] * 2), {0: buy(quantity, time_in_force=FOK)}, costs=TENTH)

    assert bool(story.fills) is filled
    assert story.ends == ([] if filled else ["1 open: canceled (fill or kill)"])


def test_fill_or_kill_wants_what_it_may_reduce() -> None:
    columns = bars(QUIET, QUIET, QUIET, volumes=[30] * 3)

    story = play(columns, {0: buy(2), 1: sell(5, time_in_force=FOK, reduce_only=True)}, costs=TENTH)

    assert story.fills[1:] == ["2 open: sell 2 at 100 (signal)"]
    assert story.ends == ["2 open: canceled (nothing left to reduce)"]


def test_the_exits_of_an_immediate_entry_cover_what_it_got() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 91", volumes=[30, 30, 90])

    story = play(columns, {0: buy(5, time_in_force=IOC, stop_loss=95)}, costs=TENTH)

    assert story.fills[1:] == ["2 inside: sell 3 at 95 (stop)"]


def test_an_immediate_entry_that_gets_nothing_takes_its_exits_with_it() -> None:
    story = play(bars(QUIET, QUIET), {0: buy(limit_price=95, time_in_force=IOC, stop_loss=90)})

    assert story.ends == ["1 open: canceled (entry ended)", f"1 open: canceled ({IMMEDIATE})"]


def test_an_immediate_order_can_be_changed_and_canceled_until_the_open() -> None:
    columns = bars(QUIET, "98 98 98 98", QUIET)
    orders = [buy(limit_price=90, time_in_force=IOC, name="a"), buy(time_in_force=IOC, name="b")]

    story = play(columns, {0: [*orders, modify("a", limit_price=99), cancel("b")]})

    assert story.fills[0] == "1 open: buy 1 at 98 (signal)"
    assert story.ends == ["0 inside: canceled (strategy)"]


def test_an_order_for_the_next_session_that_is_good_for_longer_fills_at_that_open() -> None:
    day = 24 * 60 * MINUTE
    columns = bars(QUIET, QUIET, "101 101 101 101", QUIET, opens_ns=[0, day // 2, day, day + day // 2])
    terms = {"on_open": True, "time_in_force": GTD, "expires_at": datetime(1970, 1, 5, tzinfo=UTC)}

    story = play(columns, {0: buy(**terms)})

    assert story.fills[0] == "2 open: buy 1 at 101 (signal)"
