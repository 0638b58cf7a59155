"""The second opinion on the firms' worked cases, so that it may be trusted where ours differs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate

import pytest

from score_reference import (
    ConsistencyTerms,
    DailyTerms,
    Event,
    FloatingTerms,
    Judge,
    Judgement,
    MaximumTerms,
    Row,
    Terms,
    WinningTerms,
    judge,
)

FIRST = datetime(2026, 3, 2, 15, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TRAILING = MaximumTerms(Decimal(2000), "end_of_day", lock=Decimal(50000))
TERMS = Terms(Decimal(50000), "America/Chicago", time(17), TRAILING)
CURRENCIES = Terms(Decimal(100000), "Etc/GMT-3", time())
"""A plan of 100,000 whose day rolls at midnight in UTC+3; each case adds its own rule."""


def on_days(*balances: str | int) -> list[Row]:
    """Return one row a day, with nothing open."""
    return [Row(FIRST + DAY * number, Decimal(one), Decimal(one)) for number, one in enumerate(balances)]


def in_a_day(*equities: str | int, balance: int) -> list[Row]:
    """Return a day's rows, with positions open over one balance."""
    return [Row(FIRST + MINUTE * number, Decimal(balance), Decimal(one)) for number, one in enumerate(equities)]


def floors_after(terms: Terms, rows: list[Row]) -> list[Decimal | None]:
    """Return the maximum loss's floor as each row leaves it, its day closed where the basis asks for that."""
    found = []
    judging = Judge(terms)
    for row in rows:
        judging.take(row)
        if judging.follows == "end_of_day":
            judging.conclude()
        found.append(judging.floor)
    return found


def money(*amounts: str | int) -> list[Decimal]:
    return [Decimal(one) for one in amounts]


def earned(start: int, results: list[int]) -> list[Row]:
    """Return one row a day from what each day earned."""
    return on_days(*list(accumulate(results, initial=start))[1:])


def test_a1_a_floor_follows_the_closes_until_its_lock() -> None:
    closes = ["50500", "50000", "51800", "51000", "52000", "53500"]
    lows = ["49700", "49600", "49900", "49850", "50600", "51000"]
    rows = []
    for row, low in zip(on_days(*closes), lows, strict=True):
        rows += [replace(row, at=row.at - MINUTE, equity=Decimal(low)), row]
    end = [
        Row(rows[-1].at + DAY + MINUTE * number, Decimal(53500), one)
        for number, one in enumerate(money("50000.01", "50000"))
    ]

    result = judge(TERMS, [*rows, *end])

    assert [day.floor for day in result.days] == money(48000, 48500, 48500, 49800, 49800, 50000, 50000)
    assert [day.headroom_low for day in result.days] == money(1700, 1100, 1400, 50, 800, 1000, 0)
    assert (result.status, result.at) == ("failed", end[-1].at)


def test_a2_the_floor_moves_at_the_close_and_breaks_on_live_equity() -> None:
    dip = [
        Row(FIRST + DAY + MINUTE * number, Decimal(51000), one)
        for number, one in enumerate(money(49500, "49000.25", 49000))
    ]

    result = judge(TERMS, [*on_days(51000), *dip, *on_days(0, 0, 50900)[2:]])

    assert result.days[-1].floor == 49000
    assert (result.status, result.at) == ("failed", dip[-1].at)
    assert [one.rule for one in result.violations] == ["maximum_loss"]


def test_a3_an_account_shown_from_zero_has_its_floor_at_zero_after_a_payout() -> None:
    maximum = MaximumTerms(Decimal(2000), "end_of_day", lock=Decimal(0), after_payout=Decimal(0))
    terms = Terms(Decimal(0), "America/Chicago", time(17), maximum)
    closes = on_days(400, 800, 1200, 1500, 1700)
    payout = Row(closes[-1].at + DAY, Decimal(850), Decimal(850), Event("payout", Decimal(850)))
    touch = Row(payout.at + MINUTE, Decimal(850), Decimal(0))

    assert floors_after(terms, closes) == money(-1600, -1200, -800, -500, -300)
    assert floors_after(terms, [*closes, payout])[-1] == 0
    result = judge(terms, [*closes, payout, touch])
    assert (result.status, result.at) == ("failed", touch.at)
    assert result.days[-1].net_pnl == 0, "a payout is no loss"


@pytest.mark.parametrize(("equity", "status"), [("50120", "active"), ("50100", "failed")])
def test_a4_a_lock_may_lie_above_the_start(equity: str, status: str) -> None:
    terms = replace(TERMS, maximum=replace(TRAILING, lock=Decimal(50100)))
    closes = on_days(52000, 52050, 52100, 54000)

    assert floors_after(terms, closes) == money(50000, 50050, 50100, 50100)
    assert judge(terms, [*closes, Row(closes[-1].at + DAY, Decimal(54000), Decimal(equity))]).status == status


def test_a5_a_payout_may_put_the_floor_lower_for_good() -> None:
    terms = replace(TERMS, maximum=replace(TRAILING, lock=None, after_payout=Decimal(50100)))
    closes = on_days(51000, 52500, 53200)
    payout = Row(closes[-1].at + DAY, Decimal(52100), Decimal(52100), Event("payout", Decimal(1100)))
    later = Row(payout.at + DAY, Decimal(60000), Decimal(60000))

    assert floors_after(terms, closes) == money(49000, 50500, 51200)
    assert floors_after(terms, [*closes, payout, later])[-2:] == money(50100, 50100)


@pytest.mark.parametrize(("lock", "floors"), [(None, (94000, 102000)), (100000, (94000, 100000))])
def test_a6_a_lock_is_the_plans_choice(lock: int | None, floors: tuple[int, int]) -> None:
    maximum = MaximumTerms(Decimal(10000), "end_of_day", None if lock is None else Decimal(lock))
    terms = Terms(Decimal(100000), "Europe/Prague", time(), maximum)

    assert floors_after(terms, on_days(104000, 112000)) == money(*floors)


def test_b1_open_profit_lifts_a_floor_that_follows_equity() -> None:
    terms = replace(TERMS, maximum=MaximumTerms(Decimal(2000), "intraday", lock=Decimal(50100)))
    rows = in_a_day(50875, 50000, 51300, "49300.50", 49300, balance=50000)

    assert floors_after(terms, rows) == money(48875, 48875, 49300, 49300, 49300)
    result = judge(terms, rows)
    assert (result.status, result.at) == ("failed", rows[4].at)
    assert result.days[0].headroom_low == 0


def test_b2_a_floor_that_follows_equity_locks() -> None:
    terms = replace(TERMS, maximum=MaximumTerms(Decimal(2000), "intraday", lock=Decimal(50100)))
    rows = in_a_day(51500, 52099, 52100, 55000, 50101, 50100, balance=50000)

    assert floors_after(terms, rows) == money(49500, 50099, 50100, 50100, 50100, 50100)
    assert judge(terms, rows[:5]).status == "active"
    assert judge(terms, rows).at == rows[5].at


@pytest.mark.parametrize(("lock", "floors"), [(53000, (52000, 53000, 53000)), (None, (52000, 53000, 54000))])
def test_b3_the_lock_hangs_on_the_platform(lock: int | None, floors: tuple[int, ...]) -> None:
    maximum = MaximumTerms(Decimal(2000), "intraday", None if lock is None else Decimal(lock))

    assert floors_after(replace(TERMS, maximum=maximum), in_a_day(54000, 55000, 56000, balance=50000)) == money(*floors)


def test_c1_a_static_floor_stays_and_may_not_be_touched() -> None:
    terms = replace(CURRENCIES, maximum=MaximumTerms(Decimal(10000), "static"))
    rows = in_a_day(109000, "90000.01", 90000, balance=100000)

    assert floors_after(terms, rows) == money(90000, 90000, 90000)
    assert judge(terms, rows[:2]).status == "active"
    assert judge(terms, rows).at == rows[2].at


def test_c1_a_plan_may_allow_a_touch() -> None:
    terms = replace(CURRENCIES, maximum=MaximumTerms(Decimal(10000), "static", may_touch=True))
    rows = in_a_day(90000, "89999.99", balance=100000)

    assert judge(terms, rows[:1]).status == "active"
    assert judge(terms, rows).status == "failed"


def test_c2_a_static_floor_is_held_against_equity() -> None:
    terms = replace(CURRENCIES, maximum=MaximumTerms(Decimal(10000), "static"))

    assert judge(terms, in_a_day(89500, balance=96000)).status == "failed"


def test_c3_six_percent_of_25000() -> None:
    terms = replace(CURRENCIES, start=Decimal(25000), maximum=MaximumTerms(Decimal(1500), "static"))

    assert judge(terms, in_a_day("23500.01", balance=25000)).status == "active"
    assert judge(terms, in_a_day(23500, balance=25000)).status == "failed"


def daily_floor(daily: DailyTerms, balance: int, equity: int) -> Decimal | None:
    """Return the floor of a day that opens with a balance and an equity."""
    before = Row(FIRST, Decimal(balance), Decimal(equity))
    return judge(replace(CURRENCIES, daily=daily), [before, replace(before, at=FIRST + DAY)]).days[-1].floor


@pytest.mark.parametrize(("share", "floor"), [("0.05", 101650), ("0.04", 102720), ("0.03", 103790)])
def test_d1_a_share_of_the_higher_of_balance_and_equity(share: str, floor: int) -> None:
    assert daily_floor(DailyTerms("higher", "hard", share=Decimal(share)), 105000, 107000) == floor


@pytest.mark.parametrize(
    ("daily", "floor"),
    [
        (DailyTerms("balance", "hard", amount=Decimal(5000)), 97000),
        (DailyTerms("higher", "hard", share=Decimal("0.05")), 99275),
        (DailyTerms("balance", "hard", share=Decimal("0.05")), 96900),
        (DailyTerms("higher", "hard", amount=Decimal(5000)), 99500),
    ],
)
def test_d2_the_same_five_percent_makes_four_floors(daily: DailyTerms, floor: int) -> None:
    assert daily_floor(daily, 102000, 104500) == floor


def test_d3_a_loss_held_overnight_eats_the_new_day() -> None:
    terms = replace(CURRENCIES, daily=DailyTerms("higher", "hard", share=Decimal("0.05")))
    before = Row(FIRST, Decimal(100000), Decimal(97000))
    after = [
        replace(before, at=FIRST + DAY + MINUTE * number, equity=one)
        for number, one in enumerate(money("95000.01", 95000))
    ]

    result = judge(terms, [before, *after])

    assert result.days[-1].floor == 95000
    assert (result.status, result.at) == ("failed", after[-1].at)


@pytest.mark.parametrize(
    ("realised", "open_pnl", "fees", "locked"),
    [("-600", "-399.99", "0", False), ("-600", "-400", "0", True), ("-995", "0", "-7.56", True)],
)
def test_d4_a_soft_daily_loss_locks_the_day_and_keeps_the_account(
    realised: str, open_pnl: str, fees: str, locked: bool
) -> None:
    terms = replace(TERMS, daily=DailyTerms("balance", "soft", amount=Decimal(1000)))
    balance = Decimal(51200) + Decimal(realised) + Decimal(fees)
    day = Row(FIRST + DAY, balance, balance + Decimal(open_pnl))
    again = replace(day, at=day.at + MINUTE, equity=balance - 500)
    unlocked = replace(again, at=day.at + DAY, balance=balance - 500)

    result = judge(terms, [*on_days(51200), day, again, unlocked])

    assert [(one.rule, one.effect) for one in result.violations] == [("daily_loss", "soft")]
    assert (result.violations[0].at == day.at) is locked
    assert result.status == "active"


def test_d5_the_maximum_loss_goes_before_the_daily_one() -> None:
    maximum = MaximumTerms(Decimal(2000), "end_of_day", lock=Decimal(50600))
    terms = replace(TERMS, maximum=maximum, daily=DailyTerms("balance", "soft", amount=Decimal(1000)))
    touch = Row(FIRST + 2 * DAY, Decimal(51500), Decimal(50600))

    result = judge(terms, [*on_days(52600, 51500), touch])

    assert [(one.rule, one.effect, one.at) for one in result.violations[-1:]] == [("maximum_loss", "hard", touch.at)]
    assert result.days[-1].floor == 50600


def passed_on(
    share: str, results: list[int], *, target: int = 3000, strict: bool = False, of: str = "net"
) -> date | None:
    """Return the day on which an account passes with what its days earned."""
    terms = replace(
        TERMS, maximum=None, target=Decimal(target), consistency=ConsistencyTerms(Decimal(share), strict, of)
    )
    result: Judgement = judge(terms, earned(50000, results))
    return result.days[-1].date if result.status == "passed" else None


def test_e1_a_best_day_delays_the_pass() -> None:
    assert passed_on("0.55", [1800, 700, 600, 200]) == (FIRST + 3 * DAY).date()
    assert passed_on("0.50", [1800, 700, 600, 200]) is None
    assert passed_on("0.50", [1800, 700, 600, 200, 299]) is None
    assert passed_on("0.50", [1800, 700, 600, 200, 300]) is not None


def test_e2_the_share_itself_is_allowed() -> None:
    closes = {best: on_days(str(50000 + Decimal(best)), 53000) for best in ("1650.00", "1650.01")}
    terms = replace(TERMS, target=Decimal(3000), consistency=ConsistencyTerms(Decimal("0.55")))

    assert [judge(terms, rows).status for rows in closes.values()] == ["passed", "active"]


@pytest.mark.parametrize(
    ("results", "eligible"),
    [(["3600", "3000", "2900"], True), (["2000", "1500", "1500"], True), (["2000", "1500", "1499.99"], False)],
)
def test_e3_forty_percent_of_the_whole(results: list[str], eligible: bool) -> None:
    terms = replace(
        TERMS, start=Decimal(0), maximum=None, target=Decimal(1), consistency=ConsistencyTerms(Decimal("0.40"))
    )
    closes = list(accumulate(Decimal(one) for one in results))
    rows = [Row(FIRST + DAY * number, one, one) for number, one in enumerate(closes)]

    assert (judge(terms, rows).status == "passed") is eligible


@pytest.mark.parametrize(("best", "required"), [(900, 3000), (1200, 4000)])
def test_e4_thirty_percent_asks_for_more_than_the_target(best: int, required: int) -> None:
    days = [800, 800]

    assert passed_on("0.30", [best, *days, required - best - 1600 - 1]) is None
    assert passed_on("0.30", [best, *days, required - best - 1600]) is not None


def test_e5_fifteen_percent_and_seven_winning_days() -> None:
    terms = replace(
        CURRENCIES,
        target=Decimal(1),
        consistency=ConsistencyTerms(Decimal("0.15")),
        winning=WinningTerms(7, Decimal(250)),
    )
    seven = [700, 650, 600, 550, 500, 400, 300]
    ten = [*seven, 400, 350, 250]

    assert judge(terms, earned(100000, seven)).status == "active"
    assert judge(terms, earned(100000, ten)).status == "passed"
    assert judge(replace(terms, winning=WinningTerms(11, Decimal(250))), earned(100000, ten)).status == "active"


def test_e6_a_strict_share_is_too_much_already() -> None:
    assert passed_on("0.50", [2000, 2000], strict=True) is None
    assert passed_on("0.50", [2000, 2000]) is not None
    assert passed_on("0.40", [1600, 1200, 1200], strict=True) is None


def test_e7_the_whole_is_net_or_the_positive_days() -> None:
    results = [1500, -500, 1600]

    assert passed_on("0.60", results, target=2600) is None
    assert passed_on("0.60", results, target=2600, of="positive_days") is not None
    assert passed_on("0.5161", results, target=2600, of="positive_days") is None
    assert passed_on("0.6154", results, target=2600) is not None


def test_a_floating_loss_counts_from_the_rows_own_balance() -> None:
    terms = replace(CURRENCIES, floating=FloatingTerms(Decimal(1000), "hard"))

    assert judge(terms, in_a_day("103000.01", balance=104000)).status == "active"
    assert judge(terms, in_a_day(103000, balance=104000)).violations[0].rule == "floating_loss"
