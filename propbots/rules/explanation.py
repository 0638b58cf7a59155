"""A plan's rules in plain words, with their numbers."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from propbots.rules.effect import Effect
from propbots.rules.exposure import ContractCap, Hedging, NewsWindow, OrderRate, ProductCap
from propbots.rules.goal import Consistency, MinimumDays, Payout, ProfitBasis, ProfitTarget, WinningDays
from propbots.rules.loss import DailyLoss, FloatingLoss, MaximumLoss, MaximumLossBasis, PositionIdea, Reference, Tier
from propbots.rules.plan import FirmDayRules
from propbots.rules.rule import Rule
from propbots.rules.terms import Automation, Bots, Conduct, Fees, Inactivity

__all__ = ["SENTENCES", "explain_day", "explain_rule"]

_EFFECTS = {
    Effect.HARD: "ends the account",
    Effect.SOFT: "closes everything and locks the account until the next day",
    Effect.PAYOUT: "takes back the profit and delays the payout",
}
_REFERENCES = {
    Reference.BALANCE: "the balance",
    Reference.EQUITY: "the equity",
    Reference.HIGHER: "the higher of balance and equity",
}


def explain_rule(rule: Rule) -> str:
    """Return a rule as one or two sentences."""
    return SENTENCES[type(rule)](rule)


def explain_day(day: FirmDayRules) -> str:
    """Return when a firm's day rolls, and when the account must be flat."""
    rolls = f"The day rolls at {day.roll:%H:%M} ({day.zone})."
    if day.flatten_from is None or day.flat_by is None:
        return f"{rolls} Positions may be held over it."
    return f"{rolls} Positions are closed from {day.flatten_from:%H:%M} on and must be flat by {day.flat_by:%H:%M}."


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount.normalize():,f}"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"


def _count(number: Decimal | int, thing: str) -> str:
    text = f"{Decimal(number).normalize():,f}"
    return f"{text} {thing}" if text == "1" else f"{text} {thing}s"


def _list(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _touch(*, may_touch: bool) -> str:
    return "falls below it" if may_touch else "touches it"


def _explain_maximum_loss(rule: MaximumLoss) -> str:
    follows = {
        MaximumLossBasis.STATIC: f"The floor stands {_money(rule.amount)} under the starting balance and never moves",
        MaximumLossBasis.END_OF_DAY: f"The floor follows each day's closing balance {_money(rule.amount)} below it",
        MaximumLossBasis.INTRADAY: f"The floor follows the highest live equity {_money(rule.amount)} below it",
    }[rule.basis]
    stops = "" if rule.lock is None else f", stops at {_money(rule.lock)}"
    falls = "" if rule.basis is MaximumLossBasis.STATIC else " and never falls"
    payout = "" if rule.after_payout is None else f" A payout puts it at {_money(rule.after_payout)} for good."
    return f"{follows}{stops}{falls}; live equity that {_touch(may_touch=rule.may_touch)} ends the account.{payout}"


def _explain_daily_loss(rule: DailyLoss) -> str:
    reference = _REFERENCES[rule.reference]
    if rule.share is not None:
        lost = f"{_percent(rule.share)} of {reference} at the day's start"
    else:
        lost = f"{_money(rule.amount or Decimal(0))} from {reference} at the day's start"
    tiers = _tiers(rule.tiers, _money)
    reaches = "more than this" if rule.may_touch else "this much"
    return f"A day may lose {lost}, open positions and fees included{tiers}; losing {reaches} {_EFFECTS[rule.effect]}."


def _explain_floating_loss(rule: FloatingLoss) -> str:
    lost = f"{'more than ' if rule.may_touch else ''}{_money(rule.amount)}"
    return f"Open positions may never lose {lost} together; it {_EFFECTS[rule.effect]}."


def _explain_contract_cap(rule: ContractCap) -> str:
    counts = "every contract counts as one" if rule.counts_each else "smaller ones count by their size"
    tiers = _tiers(rule.tiers, lambda minis: f"{minis.normalize():f}")
    return f"At most {_count(rule.minis, 'full-size contract')} may be held, {counts}{tiers}."


def _tiers(tiers: tuple[Tier, ...], show: Callable[[Decimal], str]) -> str:
    if not tiers:
        return ""
    told = _list(f"{show(tier.value)} from a profit of {_money(tier.profit)}" for tier in tiers)
    return f" ({told}, as the day before closed)"


def _explain_product_cap(rule: ProductCap) -> str:
    held = [f"{name} {most.normalize():f}" for name, most in rule.contracts.items() if most]
    banned = [name for name, most in rule.contracts.items() if not most]
    parts = [f"Of single products at most {', '.join(held)}." if held else ""]
    parts.append(f"Not to be traded: {', '.join(banned)}." if banned else "")
    return " ".join(part for part in parts if part)


def _explain_position_idea(rule: PositionIdea) -> str:
    return (
        f"One idea may risk {_money(rule.amount)} to its stops; entries of one direction within "
        f"{_count(rule.within_minutes, 'minute')} are one idea. More {_EFFECTS[rule.effect]}."
    )


def _explain_news_window(rule: NewsWindow) -> str:
    window = f"from {rule.before_seconds} s before to {rule.after_seconds} s after {', '.join(rule.events)}"
    if rule.effect is Effect.PAYOUT:
        exempt = "" if rule.exempt_minutes is None else f", unless opened {rule.exempt_minutes} minutes before"
        return f"Profits of trades opened or closed {window} are taken back{exempt}."
    return f"Nothing may be open or working {window}; it {_EFFECTS[rule.effect]}."


def _explain_hedging(rule: Hedging) -> str:
    return (
        f"Opposite positions in one underlying, small contracts included, may not be held; it {_EFFECTS[rule.effect]}."
    )


def _explain_order_rate(rule: OrderRate) -> str:
    told = []
    if rule.per_day is not None:
        told.append(f"{_count(rule.per_day, 'order')} a day")
    if rule.per_second is not None:
        told.append(f"{_count(rule.per_second, 'order')} a second")
    return f"At most {' and '.join(told)}." if told else "As many orders as wanted."


def _explain_profit_target(rule: ProfitTarget) -> str:
    return f"A closed profit of {_money(rule.profit)} at a day's end passes."


def _explain_consistency(rule: Consistency) -> str:
    of = "the whole profit" if rule.of is ProfitBasis.NET else "the sum of all winning days"
    bound = "less than" if rule.strict else "at most"
    return f"The best day may make {bound} {_percent(rule.best_day_share)} of {of}; a better day raises what is needed."


def _explain_minimum_days(rule: MinimumDays) -> str:
    return f"At least {_count(rule.days, 'day')} must be traded."


def _explain_winning_days(rule: WinningDays) -> str:
    return f"At least {_count(rule.days, 'day')} must win {_money(rule.profit)} or more, in a row or not."


def _explain_payout(rule: Payout) -> str:
    asks = [f"A request may ask for {_percent(rule.share)} of what stands above {_above(rule.above)}"]
    if rule.minimum:
        asks.append(f"at least {_money(rule.minimum)}")
    if rule.maximum:
        asks.append(f"at most {' / '.join(map(_money, rule.maximum))}")
    waits = []
    if rule.gate is not None:
        waits.append(f"the balance must have reached {_money(rule.gate)}")
    if rule.profit:
        waits.append(f"{_money(rule.profit)} must have been made since the last one")
    if rule.first_days:
        waits.append(f"the first comes after {_count(rule.first_days, 'day')}")
    if rule.every_days:
        waits.append(f"further ones every {_count(rule.every_days, 'day')}")
    if rule.count is not None:
        waits.append(f"there are {rule.count} at most")
    if rule.total is not None:
        waits.append(f"together they ask for {_money(rule.total)} at most")
    gets = f"{_percent(rule.split)} arrive" + (f", less a fee of {_money(rule.fee)}" if rule.fee else "")
    return f"{', '.join(asks)}; {gets}." + (f" Before it, {_list(waits)}." if waits else "")


def _above(balance: Decimal | None) -> str:
    return "the starting balance" if balance is None else _money(balance)


def _explain_inactivity(rule: Inactivity) -> str:
    return f"After {_count(rule.days, 'day')} without a trade the account may be closed."


def _explain_automation(rule: Automation) -> str:
    bots = {Bots.YES: "Bots: allowed", Bots.OWN: "Bots: one's own alone", Bots.NO: "Bots: forbidden"}
    return f"{bots[rule.bots]}: {rule.clause} ({rule.source})."


def _explain_conduct(rule: Conduct) -> str:
    return f"{rule.clause[:1].upper()}{rule.clause[1:]} ({rule.source})."


def _explain_fees(rule: Fees) -> str:
    again = "" if rule.every_days is None else f" every {rule.every_days} days"
    parts = [f"costs {_money(rule.price)}{again}" if rule.price else ""]
    parts.append(f"activation {_money(rule.activation)}" if rule.activation else "")
    parts.append("" if rule.reset is None else f"a reset {_money(rule.reset)}")
    told = ", ".join(part for part in parts if part)
    return f"The account {told}." if told.startswith("costs") else f"Costs: {told or 'none known'}."


SENTENCES: dict[type, Callable[[Any], str]] = {
    MaximumLoss: _explain_maximum_loss,
    DailyLoss: _explain_daily_loss,
    FloatingLoss: _explain_floating_loss,
    ContractCap: _explain_contract_cap,
    ProductCap: _explain_product_cap,
    PositionIdea: _explain_position_idea,
    NewsWindow: _explain_news_window,
    Hedging: _explain_hedging,
    OrderRate: _explain_order_rate,
    ProfitTarget: _explain_profit_target,
    Consistency: _explain_consistency,
    MinimumDays: _explain_minimum_days,
    WinningDays: _explain_winning_days,
    Payout: _explain_payout,
    Inactivity: _explain_inactivity,
    Automation: _explain_automation,
    Conduct: _explain_conduct,
    Fees: _explain_fees,
}
"""For each kind of rule what tells it."""
