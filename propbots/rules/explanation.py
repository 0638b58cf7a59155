"""A plan's rules in plain words with their numbers: pure functions, one for each kind of rule."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from propbots.rules.notation import (
    join_words,
    tell_clock,
    tell_count,
    tell_money,
    tell_number,
    tell_share,
    tell_span,
)
from propbots.rules.plan import FirmDayRules, Flat, KeyedOn, Need, Unknown
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

__all__ = ["KEYED_ON", "SENTENCES", "explain_day", "explain_rule", "explain_unknown"]

_FOLLOWS = {
    MaximumLossBasis.STATIC: "stays {} below the starting balance",
    MaximumLossBasis.END_OF_DAY: "follows each day's closing balance {} below it",
    MaximumLossBasis.INTRADAY: "follows every new peak of live equity {} below it",
}
_REFERENCES = {
    Reference.BALANCE: "the balance at the day's start",
    Reference.EQUITY: "the equity at the day's start",
    Reference.HIGHER: "the higher of balance and equity at the day's start",
}
_EFFECTS = {
    Effect.HARD: "ends the account",
    Effect.SOFT: "closes what is open and locks the account until the next day",
    Effect.PAYOUT: "delays the payout",
}
_BOTS = {
    Bots.YES: "Bots may trade the account",
    Bots.OWN: "Only a bot of one's own may trade the account, with proof of authorship",
    Bots.NO: "No bot may trade the account",
}
_SERVERS = {
    True: ", on servers as well",
    False: ", on the trader's own machine alone",
    None: "",
}
KEYED_ON = {
    KeyedOn.PURCHASE: "the day on which the account was bought",
    KeyedOn.ACTIVATION: "the day on which the phase began",
    KeyedOn.TRADING: "each trading day",
}
"""Which of an account's dates decides, in words."""
_NEEDS = {
    Need.TRADING: "until it is known no account is called active or passed",
    Need.PAYOUT: "until it is known nothing is said of payouts",
    Need.LIVE: "until it is known it is not traded live",
    Need.COST: "until it is known nothing is said of what it costs",
}


def explain_rule(rule: Rule) -> str:
    """Return a rule as sentences, with every number that it holds."""
    return SENTENCES[type(rule)](rule)


def explain_day(day: FirmDayRules) -> str:
    """Return when the firm's day rolls and when the account must be flat, by the firm's clock."""
    rolls = f"The day rolls at {tell_clock(day.roll)} by the clock of {day.zone}"
    if day.flatten_from is None or day.flat_by is None:
        return f"{rolls}; positions may be held over it."
    from_, by = tell_clock(day.flatten_from), tell_clock(day.flat_by)
    when = " before the exchange closes for more than a day" if day.flat is Flat.WEEKEND else ""
    return f"{rolls}; positions are closed from {from_} on, to be flat by {by}{when}."


def explain_unknown(unknown: Unknown) -> str:
    """Return what nobody knows and what is refused for that."""
    return f"{unknown.what}; {_NEEDS[unknown.needed_for]}"


def _maximum_loss(rule: MaximumLoss) -> str:
    moves = _FOLLOWS[rule.basis].format(tell_money(rule.amount))
    if rule.basis is not MaximumLossBasis.STATIC:
        moves += " and never stops" if rule.lock is None else f", and stops at {tell_money(rule.lock)}"
    broken = "falls below it" if rule.may_touch else "touches it"
    after = f" A payout puts it at {tell_money(rule.after_payout)} for good." if rule.after_payout is not None else ""
    return f"The floor {moves}; live equity that {broken} {_EFFECTS[rule.effect]}.{after}"


def _daily_loss(rule: DailyLoss) -> str:
    reference = _REFERENCES[rule.reference]
    more = "more than " if rule.may_touch else ""
    if rule.share is not None:
        amount = f"{tell_share(rule.share)} of {reference} within a day"
    else:
        amount = f"{tell_money(rule.amount or Decimal(0))} within a day, counted from {reference}"
    loss = f"A loss of {more}{amount}, with what is open and all fees, {_EFFECTS[rule.effect]}."
    return loss + _tiers(rule.tiers, tell_money)


def _floating_loss(rule: FloatingLoss) -> str:
    more = "more than " if rule.may_touch else ""
    return f"An open loss of {more}{tell_money(rule.amount)} of all positions together {_EFFECTS[rule.effect]}."


def _contract_cap(rule: ContractCap) -> str:
    counted = (
        f"At most {tell_number(rule.minis)} contracts may be held, each counted as one however small."
        if rule.counts_each
        else f"At most {tell_number(rule.minis)} full-size contracts may be held; smaller ones count by their size."
    )
    return counted + _tiers(rule.tiers, tell_number)


def _product_cap(rule: ProductCap) -> str:
    capped = {product: contracts for product, contracts in rule.contracts.items() if contracts}
    forbidden = [product for product in rule.contracts if product not in capped]
    most = join_words(f"{tell_number(contracts)} {product}" for product, contracts in capped.items())
    sentences = [f"At most {most} may be held, in contracts of their own."] if capped else []
    return " ".join([*sentences, *([f"{join_words(forbidden)} may not be traded."] if forbidden else [])])


def _position_idea(rule: PositionIdea) -> str:
    later = f", those within {tell_count(rule.within_minutes, 'minute')} after the last exit too" * (
        rule.within_minutes > 0
    )
    what = f"Entries of one direction in one instrument are one idea{later}"
    return f"{what}; one that risks more than {tell_money(rule.amount)} to its stops {_EFFECTS[rule.effect]}."


def _news_window(rule: NewsWindow) -> str:
    which = f" ({join_words(rule.events)})" if rule.events else ""
    window = f"rom {tell_span(rule.before_seconds)} before a release{which} to {tell_span(rule.after_seconds)} after it"
    window += f" in {join_words(rule.products)}" if rule.products else ""
    window += " that concerns a currency of the instrument" if rule.same_currency else ""
    if rule.effect is not Effect.PAYOUT:
        return f"F{window} nothing may be open or working; a breach {_EFFECTS[rule.effect]}."
    exempt = "" if rule.exempt_minutes is None else f", unless they were opened {rule.exempt_minutes} minutes before it"
    return f"The profit of trades that are opened or closed f{window} is taken back{exempt}."


def _hedging(rule: Hedging) -> str:
    what = "Opposite positions in one underlying, small contracts of it included, may not be held"
    return f"{what}; a breach {_EFFECTS[rule.effect]}."


def _order_rate(rule: OrderRate) -> str:
    rates = {"in a day": rule.per_day, "in any second": rule.per_second}
    told = [f"{tell_count(most, 'order')} {span}" for span, most in rates.items() if most is not None]
    return f"At most {join_words(told)} may be sent." if told else "As many orders may be sent as wanted."


def _profit_target(rule: ProfitTarget) -> str:
    return f"A profit of {tell_money(rule.profit)} in closed balance at a day's end passes the phase."


def _consistency(rule: Consistency) -> str:
    of = "the whole profit" if rule.of is ProfitBasis.NET else "the profit of all winning days"
    at = "as much as " if rule.strict else "more than "
    return f"No day may make {at}{tell_share(rule.best_day_share)} of {of}; a larger one delays and ends nothing."


def _minimum_days(rule: MinimumDays) -> str:
    days = "1 day must" if rule.days == 1 else f"{rule.days} days must"
    return f"{days} be traded before the phase passes, or before a payout."


def _winning_days(rule: WinningDays) -> str:
    days = "1 day must" if rule.days == 1 else f"{rule.days} days must each"
    return f"{days} win {tell_money(rule.profit)} or more before the phase passes, or before each payout."


def _payout(rule: Payout) -> str:
    above = "the starting balance" if rule.above is None else tell_money(rule.above)
    most = f"{tell_share(rule.share)} of what stands above {above}"
    sentences = [
        f"A payout takes {tell_money(rule.minimum)} at least and at most {most}.",
        _largest_payouts(rule.maximum),
        "" if rule.gate is None else f"The balance must have reached {tell_money(rule.gate)} before it.",
        f"{tell_money(rule.profit)} net must have been made since the one before." if rule.profit else "",
        f"The first comes {tell_count(rule.first_days, 'day')} after the first trade." if rule.first_days else "",
        f"Between two lie {tell_count(rule.every_days, 'day')}." if rule.every_days else "",
        f"{tell_share(rule.split)} of it arrives{f', less {tell_money(rule.fee)} a transfer' if rule.fee else ''}.",
        "" if rule.count is None else f"There are {rule.count} at most.",
        "" if rule.total is None else f"All together take {tell_money(rule.total)} at most.",
    ]
    return " ".join(filter(None, sentences))


def _largest_payouts(maximum: tuple[Decimal, ...]) -> str:
    if len(maximum) <= 1:
        return f"The largest is {tell_money(maximum[0])}." if maximum else ""
    told = [f"{tell_money(amount)} for number {number}" for number, amount in enumerate(maximum, 1)]
    return f"The largest are {join_words(told)} and all further ones."


def _inactivity(rule: Inactivity) -> str:
    return f"An account without a trade for {tell_count(rule.days, 'day')} may be closed."


def _automation(rule: Automation) -> str:
    servers = "" if rule.bots is Bots.NO else _SERVERS[rule.servers]
    return f"{_BOTS[rule.bots]}{servers}: {_clause(rule.clause)} ({rule.source})"


def _conduct(rule: Conduct) -> str:
    clause = _clause(rule.clause)
    return f"{clause[:1].upper()}{clause[1:]} ({rule.source})"


def _fees(rule: Fees) -> str:
    every = "" if rule.every_days is None else f" every {tell_count(rule.every_days, 'day')}"
    told = [f"The phase costs {tell_money(rule.price)}{every}" if rule.price else "The phase costs nothing"]
    if rule.activation:
        told.append(f"the next one {tell_money(rule.activation)} when this one has passed")
    if rule.reset is not None:
        told.append(f"a new start after a breach {tell_money(rule.reset)}")
    return f"{', '.join(told)}."


SENTENCES: Mapping[type[Rule], Callable[[Any], str]] = {
    MaximumLoss: _maximum_loss,
    DailyLoss: _daily_loss,
    FloatingLoss: _floating_loss,
    ContractCap: _contract_cap,
    ProductCap: _product_cap,
    PositionIdea: _position_idea,
    NewsWindow: _news_window,
    Hedging: _hedging,
    OrderRate: _order_rate,
    ProfitTarget: _profit_target,
    Consistency: _consistency,
    MinimumDays: _minimum_days,
    WinningDays: _winning_days,
    Payout: _payout,
    Inactivity: _inactivity,
    Automation: _automation,
    Conduct: _conduct,
    Fees: _fees,
}
"""What explains each kind of rule."""


def _tiers(tiers: tuple[Tier, ...], tell: Callable[[Decimal], str]) -> str:
    told = join_words(f"{tell(tier.value)} from a profit of {tell_money(tier.profit)} on" for tier in tiers)
    return f" Instead it is {told}, as the day before closed." if tiers else ""


def _clause(clause: str) -> str:
    return clause.strip().removesuffix(".")
