"""Changes of orders: more passes the gate anew, and so do prices with which more could be lost."""

from decimal import Decimal

from propbots.domain.event import OrderModified, OrderModifyDenied
from propbots.engine.caution import Caution
from propbots.rules.rule import ContractCap
from rule_script import a_maximum_loss, a_plan
from stage import Story, bars, buy, modify, play

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


def denials_of(story: Story) -> list[str]:
    return [event.code for event in story.actor.events if isinstance(event, OrderModifyDenied)]


def test_a_stop_is_not_moved_to_where_the_account_could_break_a_rule() -> None:
    """One contract, 10 a point, 400 may be lost: from 100 a stop at 60 would lose all of it."""
    columns = bars(QUIET, QUIET, QUIET, QUIET, "100 100 79 90")
    rest = Caution(Decimal(1), Decimal("0.001"), 0)
    moves = {1: modify("stop", stop_price=60), 2: modify("stop", stop_price=50), 3: modify("stop", stop_price=80)}

    story = play(
        columns,
        {0: [buy(stop_loss=90), lambda actor: actor.names.update(stop="2")], **moves},
        plan=a_plan(a_maximum_loss(400)),
        caution=rest,
        commission=Decimal(0),
    )

    assert denials_of(story) == ["worst_price", "worst_price"]
    assert story.fills[1] == "4 inside: sell 1 at 80 (stop)"


def test_an_entry_is_not_moved_away_from_its_stop_beyond_what_may_be_lost() -> None:
    columns = bars(QUIET, QUIET, QUIET)
    script = {
        0: buy(stop_price=105, stop_loss=100, name="a"),
        1: [modify("a", stop_price=150), modify("a", stop_price=120)],
    }

    story = play(columns, script, plan=a_plan(a_maximum_loss(400)), caution=Caution(Decimal(1), Decimal("0.001"), 0))

    assert denials_of(story) == ["worst_price"]
    assert story.accepted[0] == (None, 105)


def test_a_change_that_puts_less_at_risk_passes_though_much_is_lost_already() -> None:
    """At 70 the account is 300 down and 100 above its floor."""
    columns = bars(QUIET, QUIET, "100 100 70 70", "70 70 70 70", "70 70 65 66")
    script = {0: [buy(stop_loss=65), lambda actor: actor.names.update(stop="2")], 2: modify("stop", stop_price=66)}

    story = play(columns, script, plan=a_plan(a_maximum_loss(400)), caution=Caution(Decimal(1), Decimal("0.001"), 0))

    assert denials_of(story) == []
    assert story.fills[1] == "4 inside: sell 1 at 66 (stop)"
