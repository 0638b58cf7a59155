"""Every kind of rule is told in plain words, with every number that it holds."""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
import pytest

from propbots.rules.explanation import SENTENCES, explain_day, explain_rule, explain_unknown
from propbots.rules.notation import join_words, tell_money, tell_number, tell_share, tell_span
from propbots.rules.plan import FirmDayRules, Need, Unknown
from propbots.rules.plan_file import RULE_KINDS
from propbots.rules.rule import (
    Automation,
    Bots,
    Conduct,
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    Fees,
    FloatingLoss,
    Hedging,
    Inactivity,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    NewsWindow,
    OrderRate,
    Payout,
    PositionIdea,
    ProductCap,
    ProfitBasis,
    ProfitTarget,
    Reference,
    Rule,
    Tier,
    WinningDays,
)
from rule_script import CHICAGO, FLAT_BY_310

D = Decimal
TIERS = (Tier(D(1_501), D(3)), Tier(D(2_002), D(4)))
ALL: list[tuple[Rule, str]] = [
    (
        MaximumLoss(D(2_000), MaximumLossBasis.END_OF_DAY, lock=D(50_000)),
        (
            "The floor follows each day's closing balance 2,000.00 below it, and stops at 50,000.00; "
            "live equity that touches it ends the account."
        ),
    ),
    (
        MaximumLoss(D(2_500), MaximumLossBasis.INTRADAY, after_payout=D(100), may_touch=True),
        (
            "The floor follows every new peak of live equity 2,500.00 below it and never stops; "
            "live equity that falls below it ends the account. A payout puts it at 100.00 for good."
        ),
    ),
    (
        MaximumLoss(D(6_000), MaximumLossBasis.STATIC),
        "The floor stays 6,000.00 below the starting balance; live equity that touches it ends the account.",
    ),
    (
        DailyLoss(D(1_000)),
        (
            "A loss of 1,000.00 within a day, counted from the balance at the day's start, with what is open and all fees, "
            "closes what is open and locks the account until the next day."
        ),
    ),
    (
        DailyLoss(share=D("0.035"), effect=Effect.HARD, reference=Reference.HIGHER, may_touch=True),
        (
            "A loss of more than 3.5 % of the higher of balance and equity at the day's start within a day, "
            "with what is open and all fees, ends the account."
        ),
    ),
    (
        DailyLoss(D(500), reference=Reference.EQUITY, tiers=TIERS),
        (
            "A loss of 500.00 within a day, counted from the equity at the day's start, with what is open and all fees, "
            "closes what is open and locks the account until the next day. "
            "Instead it is 3.00 from a profit of 1,501.00 on and 4.00 from a profit of 2,002.00 on, as the day before closed."
        ),
    ),
    (FloatingLoss(D(750)), "An open loss of 750.00 of all positions together ends the account."),
    (
        ContractCap(D("2.5"), TIERS),
        (
            "At most 2.5 full-size contracts may be held; smaller ones count by their size. "
            "Instead it is 3 from a profit of 1,501.00 on and 4 from a profit of 2,002.00 on, as the day before closed."
        ),
    ),
    (
        ContractCap(D(15), counts_each=True),
        "At most 15 contracts may be held, each counted as one however small.",
    ),
    (
        ProductCap({"AAA": D(3), "BBB": D(30), "CCC": D(0)}),
        "At most 3 AAA and 30 BBB may be held, in contracts of their own. CCC may not be traded.",
    ),
    (
        PositionIdea(D(300), within_minutes=10),
        (
            "Entries of one direction in one instrument are one idea, those within 10 minutes after the last exit too; "
            "one that risks more than 300.00 to its stops closes what is open and locks the account until the next day."
        ),
    ),
    (
        NewsWindow(("high",), 120, 90, Effect.HARD),
        (
            "From 2 minutes before a release (high) to 90 seconds after it nothing may be open or working; "
            "a breach ends the account."
        ),
    ),
    (
        NewsWindow(("rates", "jobs"), 60, 0, Effect.PAYOUT, exempt_minutes=300),
        (
            "The profit of trades that are opened or closed from 1 minute before a release (rates and jobs) to 0 seconds "
            "after it is taken back, unless they were opened 300 minutes before it."
        ),
    ),
    (
        NewsWindow(("oil",), 60, 60, products=("CL", "MCL"), same_currency=True),
        (
            "From 1 minute before a release (oil) to 1 minute after it in CL and MCL that concerns a currency of the "
            "instrument nothing may be open or working; a breach closes what is open and locks the account until the "
            "next day."
        ),
    ),
    (
        Hedging(),
        (
            "Opposite positions in one underlying, small contracts of it included, may not be held; "
            "a breach ends the account."
        ),
    ),
    (OrderRate(200, 5), "At most 200 orders in a day and 5 orders in any second may be sent."),
    (OrderRate(), "As many orders may be sent as wanted."),
    (ProfitTarget(D(3_000)), "A profit of 3,000.00 in closed balance at a day's end passes the phase."),
    (
        Consistency(D("0.55")),
        "No day may make more than 55 % of the whole profit; a larger one delays and ends nothing.",
    ),
    (
        Consistency(D("0.5"), strict=True, of=ProfitBasis.POSITIVE_DAYS),
        "No day may make as much as 50 % of the profit of all winning days; a larger one delays and ends nothing.",
    ),
    (MinimumDays(1), "1 day must be traded before the phase passes, or before a payout."),
    (
        WinningDays(5, D(150)),
        "5 days must each win 150.00 or more before the phase passes, or before each payout.",
    ),
    (
        Payout(
            D(125),
            (D(2_000), D(3_000)),
            share=D("0.5"),
            above=D(50_100),
            gate=D(52_600),
            profit=D(501),
            first_days=14,
            every_days=7,
            split=D("0.9"),
            fee=D(30),
            count=6,
            total=D(25_000),
        ),
        (
            "A payout takes 125.00 at least and at most 50 % of what stands above 50,100.00. "
            "The largest are 2,000.00 for number 1 and 3,000.00 for number 2 and all further ones. "
            "The balance must have reached 52,600.00 before it. 501.00 net must have been made since the one before. "
            "The first comes 14 days after the first trade. Between two lie 7 days. "
            "90 % of it arrives, less 30.00 a transfer. There are 6 at most. All together take 25,000.00 at most."
        ),
    ),
    (
        Payout(maximum=(D(750),)),
        "A payout takes 0.00 at least and at most 100 % of what stands above the starting balance. The largest is 750.00. 100 % of it arrives.",
    ),
    (Inactivity(30), "An account without a trade for 30 days may be closed."),
    (
        Automation(Bots.OWN, "A bot is yours if you can show its source.", "help page 5", servers=False),
        (
            "Only a bot of one's own may trade the account, with proof of authorship, on the trader's own machine alone: "
            "A bot is yours if you can show its source (help page 5)"
        ),
    ),
    (Conduct("no gambling.", "help page 6"), "No gambling (help page 6)"),
    (
        Fees(D(49), every_days=30, activation=D(149), reset=D("49.5")),
        (
            "The phase costs 49.00 every 30 days, the next one 149.00 when this one has passed, "
            "a new start after a breach 49.50."
        ),
    ),
    (Fees(), "The phase costs nothing."),
]


def test_every_kind_of_rule_has_its_sentence() -> None:
    assert set(SENTENCES) == set(RULE_KINDS.values()) == {type(rule) for rule, _ in ALL}


@pytest.mark.parametrize(("rule", "sentence"), ALL)
def test_a_rule_is_told_in_plain_words(rule: Rule, sentence: str) -> None:
    assert explain_rule(rule) == sentence


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_number_of_a_kind_stands_in_its_sentence(kind: type[Rule]) -> None:
    """Each field is told by some example; one that is added to a rule and forgotten here changes no sentence."""
    examples = [rule for rule, _ in ALL if isinstance(rule, kind)]

    told = [field for field in attrs.fields(kind) if (kind, field.name) != (MaximumLoss, "effect")]  # it has only one
    for field in told:
        changed = (
            attrs.evolve(rule, **{field.name: other})
            for rule in examples
            for other in others(getattr(rule, field.name), kind, field.name)
        )
        assert any(explain_rule(one) not in {explain_rule(rule) for rule in examples} for one in changed), field.name


def others(value: Any, kind: type[Rule], name: str) -> Iterator[Any]:
    """Give values unlike one that a rule has."""
    if isinstance(value, bool) or name == "servers":
        yield from (True, False)
    elif isinstance(value, Enum):
        yield from (member for member in type(value) if (kind, member) != (DailyLoss, Effect.PAYOUT))
    elif isinstance(value, D):
        yield value / 2
    elif isinstance(value, int):
        yield value + 17
    elif isinstance(value, str):
        yield f"{value} and more"
    elif isinstance(value, tuple):
        yield value[:-1]
    elif isinstance(value, dict):
        yield {**value, "ZZZ": D(7)}


def test_the_day_is_told_by_the_firms_clock() -> None:
    assert (
        explain_day(CHICAGO) == "The day rolls at 17:00 by the clock of America/Chicago; positions may be held over it."
    )
    assert explain_day(FLAT_BY_310).endswith("positions are closed from 15:08 on, to be flat by 15:10.")
    assert "23:59:59" in explain_day(FirmDayRules("UTC", time(23, 59, 59)))


@pytest.mark.parametrize("need", Need)
def test_what_is_unknown_is_told_with_what_it_blocks(need: Need) -> None:
    assert explain_unknown(Unknown("news", "which releases count", need)).startswith("which releases count; until")


def test_numbers_are_written_as_exactly_as_they_are() -> None:
    assert tell_money(D("1234567.5")) == "1,234,567.50"
    assert tell_money(D("0.00125")) == "0.00125"
    assert tell_money(D("-2E+3")) == "-2,000.00"
    assert tell_money(D("12345678901234567890123456789012.123")) == "12,345,678,901,234,567,890,123,456,789,012.123"
    assert (tell_share(D("0.333")), tell_number(D("1E+3"))) == ("33.3 %", "1,000")
    assert [tell_span(seconds) for seconds in (0, 1, 59, 60, 90, 600)] == [
        "0 seconds",
        "1 second",
        "59 seconds",
        "1 minute",
        "90 seconds",
        "10 minutes",
    ]
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
