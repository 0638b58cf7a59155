"""Numbers: each is the float nearest to the decimal in the file, whichever reader reads it."""

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.api.data import BarTable
from propbots.errors import DataCorrupt
from propbots_files import arrow, exact
from propbots_files.columns import FileColumns
from propbots_files.layout import Layout
from propbots_files.parts import BARS, Role
from propbots_files.settings import Stamp
from propbots_files.text import Block

Read = Callable[..., BarTable]

NUMBERS = (Role.OPEN, Role.HIGH, Role.LOW, Role.CLOSE, Role.VOLUME)
DIGITS = st.text("0123456789", max_size=25)
DECIMALS = st.builds("{}{}.{}".format, st.sampled_from(["", "-", "+"]), DIGITS.map("0{}".format), DIGITS)
SCIENTIFIC = st.builds("{}e{}".format, DECIMALS, st.integers(-330, 280))


def halfway_above(number: float) -> str:
    """Return the decimal exactly between a float and the next, where a parser that rounds twice goes wrong."""
    with localcontext(prec=1000):
        return f"{(Decimal(number) + Decimal(float(np.nextafter(number, np.inf)))) / 2:f}"


HALFWAY = st.floats(min_value=1e-20, max_value=1e20).map(halfway_above)
FIELDS = st.one_of(
    DECIMALS,
    SCIENTIFIC,
    st.text('0123456789.+-eE nainf_x"\t', max_size=8),
    st.sampled_from(["", " ", "nan", "inf", "-inf", "1e999", "0x10", "1_000", "1,5", "١٢", "1\r2", '"1"', '"1"2', '"']),
)


def a_layout(names: str = "time,open,high,low,close,volume") -> Layout:
    count = len(names.split(","))
    return Layout(
        location="bars.csv",
        title="csv",
        separator=",",
        names=tuple(names.split(",")),
        columns=FileColumns(BARS, (0,), dict(zip(NUMBERS, range(1, count), strict=False))),
        header_row=0,
        is_prescribed=True,
        zone=None,
        stamp=Stamp.OPEN,
    )


@pytest.mark.parametrize("reader", [exact, arrow], ids=["exact", "arrow"])
@given(texts=st.lists(st.one_of(DECIMALS, SCIENTIFIC, HALFWAY), min_size=1))
def test_each_number_is_the_nearest_float(reader: object, texts: list[str]) -> None:
    block = Block("".join(f"t,{text},1,1,1,1\n" for text in texts).encode(), 1)
    rows = reader.read_rows(block, a_layout())  # type: ignore[attr-defined]  # -- two modules with one function

    assert rows.numbers[0].tolist() == [float(text) for text in texts]


@given(
    st.lists(
        st.tuples(*[FIELDS] * 6, st.sampled_from(["", "x", '"x,y"', '"x\ny"', "x\ry", '"x\r\n"', '"', '5"'])),
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n", "\n\n", "\r\n \n", "\r"]),
)
def test_what_the_fast_reader_takes_it_reads_as_the_exact_one_does(rows: list[tuple[str, ...]], end: str) -> None:
    block = Block("".join(",".join(fields) + end for fields in rows).encode(), 1)
    layout = a_layout("time,open,high,low,close,volume,comment")
    fast = arrow.read_rows(block, layout)

    if fast is not None:
        slow = exact.read_rows(block, layout)
        assert fast.row.tolist() == slow.row.tolist()
        assert [stamp.strip() for stamp in fast.stamp] == slow.stamp.tolist()
        for quick, careful in zip(fast.numbers, slow.numbers, strict=True):
            assert quick.tobytes() == careful.tobytes() or np.array_equal(quick, careful, equal_nan=True)


@pytest.mark.parametrize("names", ["time,open,high,low,close,volume", "time,open,high,low,close"])
def test_the_fast_reader_takes_usual_rows(names: str) -> None:
    fields = ",1.25" * names.count(",")
    rows = arrow.read_rows(Block(f"2024-01-01{fields}\n\n 2024-1-2{fields}".encode(), 7), a_layout(names))

    assert rows is not None
    assert rows.row.tolist() == [7, 9]
    assert rows.stamp.tolist() == [b"2024-01-01", b" 2024-1-2"]
    assert [column[0] for column in rows.numbers] == [1.25] * names.count(",")


@pytest.mark.parametrize(
    "data",
    [
        b"t,1,2,1,2,5,x\rt,1,2,1,2,5,x\n",
        b't,1,2,1,2,5,"x\ny"\n',
        b't,1,2,1,2,5,"x\n\n',
        b"t,1,2,1,2,5\n",
        b"t,1,,1,2,5,x\n",
        b"t,1,nan,1,2,5,x\n",
        b"t,1,2,1,2,inf,x\n",
        b"\xef\xbc\x92,1,2,1,2,5,x\n",
        b"t" * 65 + b",1,2,1,2,5,x\n",
        b"\n\r\n\n",
        b"",
    ],
)
def test_the_fast_reader_leaves_unusual_rows_to_the_exact_one(data: bytes) -> None:
    layout = a_layout("time,open,high,low,close,volume,comment")

    assert arrow.read_rows(Block(data, 1), layout) is None


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "null",
        "None",
        "1_000",
        "0x10",
        "1.2.3",
        "1e",
        "--1",
        "1 2",
        "٣",
        "4781,5",
    ],
)
@pytest.mark.parametrize("column", ["open", "High", "low", "LAST"])
def test_what_is_no_number_is_refused_with_row_and_column(read: Read, column: str, text: str, by: str) -> None:
    fields = dict.fromkeys(["date", "open", "High", "low", "LAST"], "1") | {column: f'"{text}"'}
    good = "2024-01-01,1,1,1,1\n"
    content = f"{','.join(fields)}\n{good}\n2024-01-02{','.join(fields.values())[1:]}\n{good}"
    with pytest.raises(
        DataCorrupt, match=rf"\.csv: row 4, column {column}: must be a number .*\(was '{text.strip()}'\)"
    ):
        read(content, timezone="UTC", by=by)


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize("text", ["1e999", "-1e400", "9" * 400])
def test_a_number_beyond_floats_is_refused(read: Read, text: str, by: str) -> None:
    content = f"date,open,high,low,close,volume\n2024-01-01,1,1,1,1,{text}\n2024-01-02,1,1,1,1,1\n"
    with pytest.raises(DataCorrupt, match="row 2, column volume: is too large a number"):
        read(content, timezone="UTC", by=by)
