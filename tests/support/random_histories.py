"""Random terms and random accounts that come near their floors: to the cent, over nights, weekends and changed clocks."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from score_reference import Row, Terms, judge, name_day

__all__ = ["histories", "terms"]

ZONES = (
    ("America/Chicago", time(17)),
    ("Etc/GMT-3", time(0)),
    ("Europe/Prague", time(0)),
    ("America/New_York", time(18)),
)
BEGINNINGS = (
    datetime(2026, 3, 6, 12, tzinfo=UTC),  # the clocks of America change on the 8th
    datetime(2026, 3, 27, 12, tzinfo=UTC),  # those of Europe on the 29th
    datetime(2026, 10, 23, 12, tzinfo=UTC),
    datetime(2026, 10, 30, 12, tzinfo=UTC),
    datetime(2026, 6, 1, 12, tzinfo=UTC),
)
CENT = Decimal("0.01")


def money(least: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(least * 100, most * 100).map(lambda cents: Decimal(cents) / 100)


@st.composite
def terms(draw: st.DrawFn, basis: str | None = None) -> Terms:
    """Terms with a floor of some kind and any of the other rules."""
    zone, roll = draw(st.sampled_from(ZONES))
    start = draw(st.sampled_from((Decimal(0), Decimal(50_000), Decimal(100_000))))
    loss = draw(st.sampled_from((Decimal(300), Decimal(1_000), Decimal("777.77"))))
    share = draw(st.sampled_from((None, None, Decimal("0.005"), Decimal("0.0133"))))
    has_daily = draw(st.booleans())
    return Terms(
        start=start,
        zone=zone,
        roll=roll,
        loss=loss,
        basis=draw(st.sampled_from(("static", "end_of_day", "intraday"))) if basis is None else basis,
        lock=draw(st.sampled_from((None, start, start + 100))),
        after_payout=draw(st.sampled_from((None, start, start - 50))),
        may_touch=draw(st.sampled_from((False, False, True))),
        daily=draw(st.sampled_from((Decimal(200), Decimal(500)))) if has_daily and share is None else None,
        daily_share=share if has_daily and start else None,
        reference=draw(st.sampled_from(("balance", "equity", "higher"))),
        daily_hard=draw(st.booleans()),
        tiers=draw(st.sampled_from(((), ((Decimal(100), Decimal(300)), (Decimal(400), Decimal(250)))))),
        floating=draw(st.sampled_from((None, None, Decimal(150)))),
        floating_hard=draw(st.booleans()),
        target=draw(st.sampled_from((None, Decimal(300), Decimal(300), Decimal(1_500)))),
        share=draw(st.sampled_from((None, None, Decimal("0.75"), Decimal("0.5")))),
        strict=draw(st.booleans()),
        of_winners=draw(st.booleans()),
        days=draw(st.sampled_from((0, 0, 1, 3))),
        winning_days=draw(st.sampled_from((0, 0, 1, 2))),
        winning_profit=draw(st.sampled_from((Decimal(0), Decimal(100)))),
    )


@st.composite
def histories(draw: st.DrawFn, asked: Terms) -> list[Row]:
    """Rows that lead an account up and down, now and then to a floor, a cent above or a cent below it."""
    moment = draw(st.sampled_from(BEGINNINGS))
    balance, rows = asked.start, list[Row]()
    for _ in range(draw(st.integers(1, 25))):
        moment += timedelta(minutes=draw(st.sampled_from((1, 30, 240, 240, 600, 1_440, 4_320))))
        deposit = payout = Decimal(0)
        kind = draw(st.sampled_from(("mark", "mark", "close", "close", "edge", "edge", "quiet", "money")))
        if kind == "money":
            amount = draw(money(50, 400))
            deposit, payout = draw(st.sampled_from(((amount, Decimal(0)), (Decimal(0), amount))))
            balance += deposit - payout
            equity = balance
        elif kind == "close":
            balance += draw(st.one_of(money(-400, 500), st.sampled_from((Decimal(100), Decimal(300), Decimal(400)))))
            equity = balance
        elif kind == "edge":
            equity = _near_floor(asked, rows, moment, balance) + draw(st.sampled_from((-CENT, Decimal(0), CENT, CENT)))
            balance = equity if draw(st.booleans()) else balance
        elif kind == "quiet":
            equity = rows[-1].equity if rows else balance
        else:
            equity = balance + draw(money(-300, 1_200))
        rows.append(Row(moment, balance, equity, deposit, payout))
    return rows


def _near_floor(asked: Terms, rows: list[Row], moment: datetime, balance: Decimal) -> Decimal:
    """Return the highest floor that a mark at a moment would meet, as the second opinion has it."""
    probe = judge(asked, [*rows, Row(moment, balance, balance)])
    same = [day for day in probe.days if day.date == name_day(asked, moment) and day.floor is not None]
    if same and same[-1].headroom is not None:
        return balance - max(same[-1].headroom, Decimal(0))
    return balance - (asked.loss or Decimal(100))
