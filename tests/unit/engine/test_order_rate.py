"""What is sent is counted by the firm's day and by the second; more is refused, and reductions pass but count."""

import pytest

from bot import a_bar, a_bot
from propbots.domain.event import OrderDenied, OrderFilled, Side
from propbots.domain.order import OrderRequest, Protection
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import SECOND
from propbots.engine.engine import Engine
from propbots.engine.exits import build_exits, count_exits
from propbots.engine.order_rate import SentOrders
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import FirmDayRules
from propbots.rules.rule import OrderRate
from rule_script import CHICAGO, UTC_DAYS, a_cap, a_plan, at


def sent(rule: OrderRate, *moments: int, day: FirmDayRules = UTC_DAYS) -> SentOrders:
    orders = SentOrders(FirmCalendar(day, UtcDays()), rule)
    for moment in moments:
        orders.note(moment)
    return orders


def decide(engine: Engine, *requests: OrderRequest) -> list[str]:
    """Ask for orders, and return the code and the message of each refusal."""
    engine.desk.main.bar = a_bar()
    for request in requests:
        engine.desk.request(request)
    engine.decide()
    return [text for event in engine.journal if isinstance(event, OrderDenied) for text in (event.code, event.message)]


def test_the_day_is_the_firms() -> None:
    orders = sent(OrderRate(per_day=2), at("2026-01-05 22:58"), at("2026-01-05 22:59"), day=CHICAGO)

    denial = orders.object_to(at("2026-01-05 22:59:59"), 1)

    assert denial is not None
    assert denial.message == (
        "1 more order would make 3 sent in the firm's day, which ends at 2026-01-05 23:00 UTC; the plan lets 2 be sent"
    )
    assert orders.object_to(at("2026-01-05 23:00"), 2) is None
    assert orders.object_to(at("2026-01-05 23:00"), 3) is not None


def test_a_second_is_any_second() -> None:
    start = at("2026-01-05 12:00")
    orders = sent(OrderRate(per_second=2), start, start + SECOND // 2)

    assert orders.object_to(start + SECOND - 1, 1) is not None
    assert orders.object_to(start + SECOND, 1) is None
    assert orders.object_to(start + SECOND, 2) is not None


def test_without_the_rule_anything_goes_while_it_is_counted() -> None:
    orders = sent(OrderRate(per_day=1), at("2026-01-05 12:00"))

    orders.adopt(a_plan())

    assert orders.object_to(at("2026-01-05 12:00"), 99) is None


@pytest.mark.parametrize(
    ("protection", "exits"),
    [
        (None, 0),
        (Protection(), 0),
        (Protection(stop_steps=90, target_offset_steps=3), 2),
        (Protection(trail_steps=3, targets=((1, 1), (2, 1))), 3),
    ],
)
def test_exits_are_counted_before_they_are_made(protection: Protection | None, exits: int) -> None:
    assert count_exits(protection) == exits
    if protection is not None:
        assert len(build_exits(OrderRequest(Side.BUY, 2), protection, lambda: "")) == exits


def test_a_bracket_is_sent_whole_or_not_at_all() -> None:
    engine, _ = a_bot(a_plan(OrderRate(per_day=4)))
    bracket = OrderRequest(Side.BUY, 1, protection=Protection(stop_offset_steps=3, target_offset_steps=3))

    told = decide(engine, bracket, bracket)

    code, message = told
    assert code == "order_rate"
    assert message.startswith("3 more orders, 2 of them exits, would make 6 sent in the firm's day, which ends at")
    assert len(engine.orders) == 3


def test_reductions_pass_and_count() -> None:
    engine, _ = a_bot(a_plan(OrderRate(per_day=1)))
    decide(engine, OrderRequest(Side.BUY, 2))
    engine.take(OrderFilled("1", 2, Side.BUY, 2, 100, 0, "signal", "x"))

    reduce = OrderRequest(Side.SELL, 1, reduce_only=True)
    code, message = decide(engine, reduce, OrderRequest(Side.SELL, 1), OrderRequest(Side.BUY, 1))

    assert code == "order_rate"
    assert "would make 4 sent" in message
    assert len(engine.orders) == 2


def test_a_plan_without_such_rules_has_nothing_that_could_be_asked() -> None:
    engine, _ = a_bot(a_plan(a_cap(3)))

    assert engine.order_rules is None
