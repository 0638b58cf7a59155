"""The gate is careful: it closes everything before a rule is broken, and lets nothing through that could break one."""

from decimal import Decimal

import pytest

from propbots.domain.event import OrderDenied
from propbots.domain.outcome import PlanStatus
from propbots.domain.timeframe import DAY, MINUTE
from propbots.engine.caution import CAREFUL, Caution
from propbots.rules.rule import Effect, MaximumLoss, MaximumLossBasis, Rule
from rule_script import a_daily_loss, a_maximum_loss, a_plan
from stage import START, Story, bars, buy, columns_of, enter_long, play, sell

QUIET = "100 100 100 100"
NO_GAPS = Caution(gap_allowance=Decimal(0), stop_slippage_ticks=0)
"""Everything is closed early, and nothing is reckoned with beyond what is known."""


def fall(to: int, *rules: Rule, caution: Caution = NO_GAPS) -> Story:
    """Hold one contract, 10 a point, while the market falls from 100 to a price."""
    return play(bars(QUIET, QUIET, f"100 100 {to} {to}", QUIET), {0: buy()}, plan=a_plan(*rules), caution=caution)


@pytest.mark.parametrize(
    ("rules", "price"),
    [
        ((a_maximum_loss(400),), 64),
        ((a_daily_loss(200),), 82),
        ((a_daily_loss(200, Effect.HARD),), 82),
        ((a_maximum_loss(400), a_daily_loss(200)), 82),
    ],
)
def test_everything_is_closed_at_nine_tenths_of_what_may_be_lost(rules: tuple[Rule, ...], price: int) -> None:
    story = fall(40, *rules)

    (trade,) = story.trades
    assert (trade.exit_price, trade.exit_reason) == (price, "auto_flatten")
    assert story.record.plan is not None
    assert (story.record.plan.status, story.record.plan.violations) == (PlanStatus.ACTIVE, ())


def test_a_gap_beyond_the_floor_breaks_the_rule_all_the_same() -> None:
    story = play(bars(QUIET, QUIET, "50 50 50 50"), {0: buy()}, plan=a_plan(a_maximum_loss(400)), caution=NO_GAPS)

    assert story.record.plan is not None
    assert story.record.plan.status is PlanStatus.FAILED


def test_entries_wait_for_the_next_day_once_everything_was_closed() -> None:
    opens = [START + minute * MINUTE for minute in range(4)] + [START + DAY + minute * MINUTE for minute in range(3)]
    rows = [(100,) * 4, (100,) * 4, (100, 100, 82, 82), (82,) * 4, (82,) * 4, (82,) * 4, (82,) * 4]
    columns = columns_of(rows, opens)

    story = play(columns, {0: buy(), 2: buy(), 4: buy()}, plan=a_plan(a_daily_loss(200)), caution=NO_GAPS)

    assert story.denials == ["trading_reducing"]
    assert len(story.trades) == 2


def test_the_way_that_is_left_at_the_days_start_counts_and_not_the_whole_limit() -> None:
    opens = [START + minute * MINUTE for minute in range(4)] + [START + DAY + minute * MINUTE for minute in range(4)]
    rows = [
        (100,) * 4,
        (100,) * 4,
        (100, 100, 70, 70),
        (70,) * 4,
        (100,) * 4,
        (100,) * 4,
        (100, 100, 60, 60),
        (60,) * 4,
    ]
    columns = columns_of(rows, opens)

    story = play(columns, {0: buy(), 2: sell(), 4: buy()}, plan=a_plan(a_maximum_loss(400)), caution=NO_GAPS)

    assert [trade.exit_price for trade in story.trades] == [70, 91]


def test_a_floor_that_follows_open_profit_takes_the_early_close_along() -> None:
    rule = MaximumLoss(Decimal(400), MaximumLossBasis.INTRADAY)

    story = play(bars(QUIET, QUIET, "100 120 100 120", "120 120 60 60"), {0: buy()}, plan=a_plan(rule), caution=NO_GAPS)

    (trade,) = story.trades
    assert (trade.exit_price, trade.exit_reason) == (84, "auto_flatten")


def test_an_order_that_could_break_a_rule_at_its_worst_price_is_refused_with_the_numbers() -> None:
    plan = a_plan(a_maximum_loss("26"))

    story = play(bars(QUIET, QUIET, QUIET), {0: buy()}, plan=plan, caution=CAREFUL)

    assert story.denials == ["worst_price"]
    (denied,) = [event for event in story.actor.events if isinstance(event, OrderDenied)]
    assert denied.message == (
        "buying 1 XYZ could lose 90.00 at the worst price; 26.00 are left above the floor 49974.00 of maximum_loss"
    )


def test_a_stop_near_the_entry_lets_the_same_order_through() -> None:
    plan = a_plan(a_maximum_loss(130))
    caution = Caution(Decimal(1), Decimal("0.2"), 0)

    bare = play(bars(QUIET, QUIET, QUIET), {0: buy()}, plan=plan, caution=caution)
    held = play(bars(QUIET, QUIET, QUIET), {0: buy(stop_loss=99)}, plan=plan, caution=caution)

    assert bare.denials == ["worst_price"]
    assert held.denials == []


def test_what_makes_a_position_smaller_passes_whatever_the_state() -> None:
    plan, caution = a_plan(a_maximum_loss(520)), Caution(Decimal(1), Decimal("0.5"), 0)
    falls = bars(QUIET, QUIET, "100 100 95 95", "95 95 95 95", "95 95 95 95")

    story = play(falls, {0: enter_long(), 2: sell(), 3: sell()}, plan=plan, caution=caution)

    assert story.denials == ["worst_price"]
    (trade,) = story.trades
    assert trade.exit_price == 95
