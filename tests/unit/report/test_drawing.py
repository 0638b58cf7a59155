"""Charts in letters, small enough to be read here."""

from math import nan

import pytest

from propbots.report.drawing import Candle, Line, draw_pane


def drawn(candles: list[Candle], lines: list[Line], rows: int) -> list[str]:
    return [row.plain.rstrip() for row in draw_pane(candles, lines, rows=rows, gutter=4)]


def test_a_candle_has_a_body_between_open_and_close_and_wicks_beyond() -> None:
    assert drawn([Candle(open=2, high=5, low=1, close=4)], [], rows=5) == [
        "5.00 ┤│",
        "     │┃",
        "3.00 ┤┃",
        "     │┃",
        "1.00 ┤│",
    ]


def test_a_bar_of_one_price_is_a_stroke() -> None:
    first, *_, last = drawn([Candle(3, 3, 3, 3), Candle(1, 1, 1, 1)], [], rows=3)

    assert first.endswith("─")
    assert last.endswith(" ─")


def test_lines_over_candles_are_dots_with_their_names() -> None:
    candle = Candle(open=2, high=5, low=1, close=4)

    assert drawn([candle, candle], [Line("top", [nan, 5.0])], rows=5)[0] == "5.00 ┤│• top"


def test_a_line_alone_bends_where_it_changes_its_row() -> None:
    assert drawn([], [Line("value", [0.0, 0.0, 2.0, 1.0])], rows=3) == [
        "2.00 ┤  ╭╮",
        "1.00 ┤  │╰ value",
        "0.00 ┤──╯",
    ]


def test_names_that_end_on_one_row_stand_below_one_another() -> None:
    rows = drawn([], [Line("a", [1.0, 2.0]), Line("b", [3.0, 2.0])], rows=3)

    assert [row[-1] for row in rows[1:]] == ["a", "b"]


def test_names_stand_in_the_order_in_which_their_lines_end_though_there_is_no_room_below() -> None:
    ends = {"low": 0.0, "top": 9.0, "lower": 0.1, "above": 0.4}
    rows = drawn([], [Line(name, [9.0, end]) for name, end in ends.items()], rows=5)

    assert [row.split()[-1] for row in rows if row.split()[-1] in ends] == ["top", "above", "lower", "low"]


def test_a_value_that_is_missing_breaks_a_line() -> None:
    assert drawn([], [Line("v", [1.0, nan, 1.0])], rows=3)[1].endswith("─ ─ v")


def test_nothing_to_draw_draws_nothing() -> None:
    assert drawn([], [Line("v", [nan, nan])], rows=3) == []


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([4814.0, 5082.0], ["5082", "4814"]),
        ([1.08, 1.084], ["1.08400", "1.08000"]),
        ([-1.0, 1.0], ["1.00", "-1.00"]),
        ([7.0, 7.0], ["8.00", "6.00"]),
    ],
)
def test_labels_have_as_many_decimals_as_tell_them_apart(values: list[float], labels: list[str]) -> None:
    rows = drawn([], [Line("v", values)], rows=2)

    assert [row.partition(" ┤")[0].strip() for row in rows] == labels
