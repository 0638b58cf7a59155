"""Tables on terminals: what has no room is folded between words or left out by name, and nothing is ever cut."""

from io import StringIO

from rich.console import Console

from propbots.cli.table import lay_out

COLUMNS = ["id", "tick size", "months", "description"]
ROWS = [["GOLD", "0.0000005", "FGHJKMNQUVXZ", "a metal, 12,500,000 ounces"], ["OIL", "0.01", "FGHJ", "a fuel"]]


def show(width: int, optional: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    layout = lay_out(COLUMNS, ROWS, width=width, optional=optional)
    console = Console(file=StringIO(), width=layout.width, highlight=False)
    console.print(layout.table)
    written = console.file
    assert isinstance(written, StringIO)
    return written.getvalue(), layout.left_out


def words(shown: str) -> list[str]:
    return shown.split()


def test_table_with_room_stands_in_single_lines() -> None:
    shown, left_out = show(80)

    assert "a metal, 12,500,000 ounces" in shown
    assert left_out == []


def test_text_is_folded_between_words_and_nothing_else_is() -> None:
    shown, left_out = show(48, ("months",))

    assert all(word in words(shown) for row in ROWS for cell in row for word in cell.split())
    assert max(map(len, shown.splitlines())) <= 48
    assert left_out == []


def test_columns_are_left_out_in_their_order_until_the_rest_has_room() -> None:
    shown, left_out = show(36, ("months", "description"))
    narrower, more = show(18, ("months", "description"))

    assert left_out == ["months"]
    assert "FGHJ" not in shown
    assert "12,500,000" in words(shown)
    assert more == ["months", "description"]
    assert "0.0000005" in words(narrower)


def test_table_that_has_no_room_at_all_is_as_wide_as_it_needs_to_be() -> None:
    shown, left_out = show(10)

    assert left_out == []
    assert "…" not in shown
    assert all(word in words(shown) for row in ROWS for cell in row for word in cell.split())


def test_table_without_rows_shows_its_head() -> None:
    layout = lay_out(["name", "what it does"], [], width=80)

    assert [column.header for column in layout.table.columns] == ["name", "what it does"]
