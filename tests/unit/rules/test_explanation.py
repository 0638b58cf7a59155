"""Every rule can be told in plain words, with its numbers."""

from datetime import time
from decimal import Decimal
from typing import get_args

import pytest

from propbots.rules.effect import Effect
from propbots.rules.explanation import SENTENCES, explain_day, explain_rule
from propbots.rules.plan import FirmDayRules
from propbots.rules.plan_file import RULE_KINDS
from propbots.rules.rule import (
    Automation,
    Bots,
    Consistency,
    ContractCap,
    DailyLoss,
    Fees,
    FloatingLoss,
    MaximumLoss,
    MaximumLossBasis,
    NewsWindow,
    OrderRate,
    Payout,
    ProductCap,
    ProfitBasis,
    Reference,
    Rule,
    Tier,
    WinningDays,
)

D = Decimal


def test_every_kind_of_rule_has_a_sentence_and_a_name() -> None:
    assert set(SENTENCES) == set(RULE_KINDS.values()) == set(get_args(Rule))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            MaximumLoss(D(2_000), MaximumLossBasis.END_OF_DAY, D(50_000)),
            (
                "The floor follows each day's closing balance 2,000.00 below it, stops at 50,000.00 and never falls; live "
                "equity that touches it ends the account."
            ),
        ),
        (
            MaximumLoss(D(2_000), MaximumLossBasis.INTRADAY, None, D(0), may_touch=True),
            (
                "The floor follows the highest live equity 2,000.00 below it and never falls; live equity that falls below "
                "it ends the account. A payout puts it at 0.00 for good."
            ),
        ),
        (
            MaximumLoss(D(6_000), MaximumLossBasis.STATIC),
            (
                "The floor stands 6,000.00 under the starting balance and never moves; live equity that touches it ends the "
                "account."
            ),
        ),
        (
            DailyLoss(None, Effect.HARD, D("0.05"), Reference.HIGHER),
            (
                "A day may lose 5 % of the higher of balance and equity at the day's start, open positions and fees "
                "included; losing this much ends the account."
            ),
        ),
        (
            DailyLoss(D(1_000), tiers=(Tier(D(3_000), D(2_000)),)),
            (
                "A day may lose 1,000.00 from the balance at the day's start, open positions and fees included (2,000.00 "
                "from a profit of 3,000.00, as the day before closed); losing this much closes everything and locks the "
                "account until the next day."
            ),
        ),
        (FloatingLoss(D(1_000)), "Open positions may never lose 1,000.00 together; it ends the account."),
        (
            ContractCap(D(2), (Tier(D(1_500), D(3)),)),
            (
                "At most 2 full-size contracts may be held, smaller ones count by their size (3 from a profit of 1,500.00, "
                "as the day before closed)."
            ),
        ),
        (ProductCap({"GC": D(3), "SI": D(0)}), "Of single products at most GC 3. Not to be traded: SI."),
        (
            NewsWindow(("CPI",), 300, 300, Effect.PAYOUT, 300),
            (
                "Profits of trades opened or closed from 300 s before to 300 s after CPI are taken back, unless opened 300 "
                "minutes before."
            ),
        ),
        (OrderRate(500, 10), "At most 500 orders a day and 10 orders a second."),
        (
            Consistency(D("0.5"), strict=True, of=ProfitBasis.POSITIVE_DAYS),
            "The best day may make less than 50 % of the sum of all winning days; a better day raises what is needed.",
        ),
        (WinningDays(5, D(150)), "At least 5 days must win 150.00 or more, in a row or not."),
        (
            Payout(D(125), (D(2_000),), D("0.5"), split=D("0.9"), fee=D(30), gate=D(52_100), every_days=14),
            (
                "A request may ask for 50 % of what stands above the starting balance, at least 125.00, at most 2,000.00; "
                "90 % arrive, less a fee of 30.00. Before it, the balance must have reached 52,100.00; further ones every "
                "14 days."
            ),
        ),
        (Automation(Bots.NO, "no bots", "a page"), "Bots: forbidden: no bots (a page)."),
        (Fees(D(49), 30, D(149), D(49)), "The account costs 49.00 every 30 days, activation 149.00, a reset 49.00."),
    ],
)
def test_a_rule_is_told_with_its_numbers(rule: Rule, told: str) -> None:
    assert explain_rule(rule) == told


def test_a_day_is_told_with_its_clocks() -> None:
    flat = FirmDayRules("America/Chicago", time(17), time(15, 8), time(15, 10))

    assert explain_day(flat).endswith("Positions are closed from 15:08 on and must be flat by 15:10.")
    assert explain_day(FirmDayRules("Etc/GMT-3", time(0))) == (
        "The day rolls at 00:00 (Etc/GMT-3). Positions may be held over it."
    )
