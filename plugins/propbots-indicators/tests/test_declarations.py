"""What each indicator says of itself: parameters, bounds, warm-up, outputs, and where it comes from."""

from typing import Any

import numpy as np
import pytest

from propbots.api.indicator import Indicator, Pane, close
from propbots.errors import ConfigurationError
from propbots.series.parameter import list_parameters, read_parameters, structure_parameters
from propbots_indicators import Atr, BollingerBands, DonchianChannel, Ema, Macd, Rsi, Seed, Sma, Stochastic, Vwap
from propbots_indicators.plugin import IndicatorsPlugin

CLASSES = {each.name: each.factory() for each in IndicatorsPlugin().propbots_indicators()}
DEFAULTS: dict[str, dict[str, object]] = {
    "sma": {"period": 20},
    "ema": {"period": 20, "seed": "sma"},
    "rsi": {"period": 14},
    "macd": {"fast": 12, "slow": 26, "signal": 9},
    "bollinger-bands": {"period": 20, "deviations": 2},
    "atr": {"period": 14},
    "stochastic": {"period": 14, "k_smoothing": 1, "d_period": 3},
    "vwap": {"anchor": "session"},
    "donchian-channel": {"period": 20},
}
OUTPUTS = {
    "macd": ("macd", "signal", "histogram"),
    "bollinger-bands": ("upper", "middle", "lower"),
    "stochastic": ("k", "d"),
    "donchian-channel": ("upper", "middle", "lower"),
}
ON_THE_PRICE = {"sma", "ema", "bollinger-bands", "vwap", "donchian-channel"}


@pytest.mark.parametrize("name", DEFAULTS)
def test_names_parameters_and_defaults_are_as_promised(name: str) -> None:
    listed = {parameter.name: parameter.default for parameter in list_parameters(CLASSES[name])}

    assert listed == DEFAULTS[name]
    assert read_parameters(CLASSES[name]()) == DEFAULTS[name]
    assert CLASSES[name].outputs == OUTPUTS.get(name, ("value",))


@pytest.mark.parametrize("name", DEFAULTS)
def test_every_parameter_is_described_and_every_number_bounded(name: str) -> None:
    for parameter in list_parameters(CLASSES[name]):
        assert parameter.description
        if parameter.type in (int, float):
            assert parameter.minimum is not None
            assert parameter.maximum is not None


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_value_out_of_bounds_is_refused_with_the_bound(name: str) -> None:
    for parameter in list_parameters(CLASSES[name]):
        if parameter.minimum is None or parameter.maximum is None:
            continue
        with pytest.raises(ConfigurationError, match=f"{parameter.name} must be at least {parameter.minimum}"):
            CLASSES[name](**{parameter.name: parameter.type(parameter.minimum - 1)})
        with pytest.raises(ConfigurationError, match=f"{parameter.name} must be at most {parameter.maximum}"):
            CLASSES[name](**{parameter.name: parameter.type(parameter.maximum + 1)})


@pytest.mark.parametrize("name", DEFAULTS)
def test_indicators_are_built_from_text(name: str) -> None:
    given = {key: str(value) for key, value in DEFAULTS[name].items()}

    built = CLASSES[name](**structure_parameters(CLASSES[name], f"indicator {name}", given))

    assert built == CLASSES[name]()


def test_a_macd_with_its_averages_in_the_wrong_order_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"Macd: fast must be below slow \(was 26, with slow 26\)"):
        Macd(fast=26)


def test_an_unknown_seed_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"Ema: seed must be one of sma, first \(was 'last'\)"):
        Ema(seed="last")  # type: ignore[arg-type]  # -- a caller's mistake


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_docstring_has_a_source(name: str) -> None:
    assert "\n    Source: " in (CLASSES[name].__doc__ or "")


@pytest.mark.parametrize("name", DEFAULTS)
def test_charts_draw_prices_with_the_price(name: str) -> None:
    assert CLASSES[name].pane is (Pane.PRICE if name in ON_THE_PRICE else Pane.OWN)


@pytest.mark.parametrize(
    "indicator",
    [
        *[
            built(period=period)
            for built in (Sma, Ema, Rsi, Atr, BollingerBands, DonchianChannel)
            for period in (1, 2, 9)
        ],
        Ema(period=9, seed=Seed.FIRST),
        Macd(fast=1, slow=2, signal=1),
        Macd(fast=3, slow=10, signal=16),
        Stochastic(period=1, d_period=1),
        Stochastic(period=5, k_smoothing=4, d_period=3),
        Vwap(),
    ],
    ids=repr,
)
def test_the_first_value_comes_right_after_the_lookback(indicator: Indicator, walked: Any) -> None:
    rows = walked.rows_for(indicator)[: indicator.lookback + 2]
    rows = [row if row.__class__ is float else _with_volume(row) for row in rows]

    missing = [indicator.next(row) is None for row in rows]

    assert missing == [True] * indicator.lookback + [False, False]
    indicator.reset()


def _with_volume(row: Any) -> Any:
    return type(row)(row.high, row.low, row.close, 1.0, row.close_time)


@pytest.mark.parametrize("indicator", [Ema(), Ema(seed=Seed.FIRST), Rsi(), Macd(), Atr()], ids=repr)
def test_once_settled_the_first_bar_no_longer_shows(indicator: Indicator, walked: Any) -> None:
    columns = walked.inputs_of(indicator)
    disturbed = [column.copy() for column in columns]
    disturbed[0][: indicator.lookback // 2 + 1 : 2] += 1.0

    for one, other in zip(as_columns(indicator, columns), as_columns(indicator, disturbed), strict=True):
        scale = columns[0].max() if isinstance(indicator, Macd) else np.nanmax(one)
        difference = np.abs(one - other)
        assert difference[indicator.lookback] > 1e-9 * scale
        assert np.all(difference[indicator.settled :] <= 1e-9 * scale)


@pytest.mark.parametrize("indicator", [Sma(), BollingerBands(), Stochastic(), Vwap(), DonchianChannel()], ids=repr)
def test_what_forgets_is_settled_with_its_first_value(indicator: Indicator) -> None:
    assert indicator.settled == indicator.lookback


def test_an_ema_seeded_with_the_first_price_starts_there() -> None:
    ema = Ema(period=3, seed=Seed.FIRST)

    assert [ema.next(value) for value in (8.0, 4.0, 4.0, 12.0)] == [8.0, 6.0, 5.0, 8.5]


def test_an_ema_seeded_with_the_mean_starts_with_the_mean() -> None:
    ema = Ema(period=3)

    assert [ema.next(value) for value in (8.0, 4.0, 6.0, 12.0)] == [None, None, 6.0, 9.0]


def test_averages_take_any_source() -> None:
    assert Sma(Atr(5), 3).inputs == (Atr(5),)
    assert Sma(period=20).inputs == (close,)


def as_columns(indicator: Indicator, inputs: list[Any]) -> tuple[Any, ...]:
    values: Any = indicator.compute_column(*inputs)
    return values if isinstance(values, tuple) else (values,)
