"""The kinds of rules that a plan may have."""

from propbots.rules.effect import Effect
from propbots.rules.exposure import ContractCap, Hedging, NewsWindow, OrderRate, ProductCap
from propbots.rules.goal import Consistency, MinimumDays, Payout, ProfitBasis, ProfitTarget, WinningDays
from propbots.rules.loss import DailyLoss, FloatingLoss, MaximumLoss, MaximumLossBasis, PositionIdea, Reference, Tier
from propbots.rules.terms import Automation, Bots, Conduct, Fees, Inactivity

__all__ = [
    "Automation",
    "Bots",
    "Conduct",
    "Consistency",
    "ContractCap",
    "DailyLoss",
    "Effect",
    "Fees",
    "FloatingLoss",
    "Hedging",
    "Inactivity",
    "MaximumLoss",
    "MaximumLossBasis",
    "MinimumDays",
    "NewsWindow",
    "OrderRate",
    "Payout",
    "PositionIdea",
    "ProductCap",
    "ProfitBasis",
    "ProfitTarget",
    "Reference",
    "Rule",
    "Tier",
    "WinningDays",
]

Rule = (
    MaximumLoss
    | DailyLoss
    | FloatingLoss
    | ContractCap
    | ProductCap
    | PositionIdea
    | NewsWindow
    | Hedging
    | OrderRate
    | ProfitTarget
    | Consistency
    | MinimumDays
    | WinningDays
    | Payout
    | Inactivity
    | Automation
    | Conduct
    | Fees
)
