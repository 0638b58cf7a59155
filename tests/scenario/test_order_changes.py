"""Changes of an order's quantity: more passes the gate anew, and no less is left than what is filled."""

from decimal import Decimal

from propbots.domain.event import OrderModified, OrderModifyDenied
from propbots.rules.rule import ContractCap
from rule_script import a_plan
from stage import bars, buy, modify, play

QUIET = "100 100 100 100"
TENTH = {"volume_limit": Decimal("0.1")}


def test_an_order_fills_what_it_was_changed_to() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 91")
    script = {0: [buy(2, limit_price=95, name="a"), buy(2, limit_price=94, name="b")]}

    story = play(columns, {**script, 1: [modify("a", quantity=1), modify("b", quantity=3)]})

    assert story.fills[:2] == ["2 inside: buy 1 at 95 (signal)", "2 inside: buy 3 at 94 (signal)"]


def test_the_quantity_counts_what_is_filled_already() -> None:
    columns = bars(QUIET, QUIET, QUIET, QUIET, volumes=[0, 20, 90, 90])

    story = play(columns, {0: buy(5, name="a"), 1: modify("a", quantity=3)}, costs=TENTH)

    assert story.fills[:2] == ["1 open: buy 2 at 100 (signal)", "2 open: buy 1 at 100 (signal)"]


def test_an_order_of_which_no_more_is_wanted_than_is_filled_ends() -> None:
    columns = bars(QUIET, QUIET, QUIET, volumes=[0, 20, 90])

    story = play(columns, {0: buy(5, name="a"), 1: modify("a", quantity=2)}, costs=TENTH)

    assert story.ends == ["1 inside: canceled (nothing left of its quantity)"]
    assert story.record.account.position.tolist()[:2] == [0, 2]


def test_the_gate_reviews_what_is_more_and_leaves_the_order_as_it_was_where_it_refuses() -> None:
    columns = bars(QUIET, QUIET, "100 100 90 91")
    script = {0: buy(2, limit_price=95, name="a"), 1: modify("a", quantity=4, limit_price=97)}

    story = play(columns, script, plan=a_plan(ContractCap(Decimal(3))))

    assert [event.code for event in story.actor.events if isinstance(event, OrderModifyDenied)] == ["contract_cap"]
    assert story.fills[0] == "2 inside: buy 2 at 95 (signal)"
    assert story.record.denied_orders == 1


def test_the_gate_lets_through_what_fits_the_cap() -> None:
    script = {0: buy(2, limit_price=95, name="a"), 1: [modify("a", quantity=3), buy(1, limit_price=90)]}

    story = play(bars(QUIET, QUIET, QUIET), script, plan=a_plan(ContractCap(Decimal(3))))

    assert [event.quantity_steps for event in story.actor.events if isinstance(event, OrderModified)] == [3]
    assert story.denials == ["contract_cap"]


def test_a_brackets_exit_follows_its_entry_and_takes_no_quantity() -> None:
    script = {0: [buy(2, stop_loss=95), lambda actor: actor.names.update(stop="2")], 1: modify("stop", quantity=1)}

    story = play(bars(QUIET, QUIET, "100 100 90 91"), script)

    assert [event.code for event in story.actor.events if isinstance(event, OrderModifyDenied)] == ["bracket_exit"]
    assert story.fills[1] == "2 inside: sell 2 at 95 (stop)"


def test_the_exits_of_an_entry_that_was_made_larger_cover_all_of_it() -> None:
    script = {0: buy(1, limit_price=98, stop_loss=95, name="a"), 1: modify("a", quantity=3)}

    story = play(bars(QUIET, QUIET, "100 100 97 97", "97 97 90 91"), script)

    assert story.fills == ["2 inside: buy 3 at 98 (signal)", "3 inside: sell 3 at 95 (stop)"]
