"""What the kit's cards look at: every phase, accounts that are shown from zero, and plans that say what is missing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs
import pytest

from propbots.api.risk import Need, Plan, PlanRequest, Unknown
from propbots.errors import UnknownName
from propbots.testing import a_plan
from propbots.testing.card import CardFailed
from propbots.testing.risk import RiskProfileContract
from propbots.testing.trial import find_unfit_floor
from rule_script import a_maximum_loss


@attrs.frozen
class Phases:
    """A plan of two phases."""

    phases: Mapping[str, Plan]

    def plan_names(self) -> Sequence[str]:
        return ["ladder"]

    def load_plan(self, request: PlanRequest) -> Plan:
        if request.options:
            raise UnknownName("option", next(iter(request.options)), [])
        return self.phases[request.phase]


@pytest.mark.parametrize(("name", "fits"), [("firm/ladder#funded", True), ("firm/other#funded", False)])
def test_the_phase_that_follows_is_looked_at(name: str, fits: bool) -> None:
    first = a_plan(name="firm/ladder", following="firm/ladder#funded")
    plans = Phases({"": first, "funded": attrs.evolve(first, name=name, following=None)})

    card = RiskProfileContract.test_rsk_020_every_plan_loads
    if fits:
        card(RiskProfileContract(), plans, {})
    else:
        with pytest.raises(CardFailed, match="firm/other#funded"):
            card(RiskProfileContract(), plans, {})


def test_an_account_that_is_shown_from_zero_has_a_floor_below_it() -> None:
    assert find_unfit_floor(a_plan(balance=Decimal(0), rules=(a_maximum_loss(2_000, trails=True, lock=0),))) is None


@pytest.mark.parametrize("need", Need)
def test_only_a_plan_that_cannot_be_judged_may_be_without_a_floor(need: Need) -> None:
    plan = a_plan(rules=(), unknown=(Unknown("maximum loss", "how much may be lost", need),))

    assert (find_unfit_floor(plan) is None) == (need is Need.TRADING)
