"""What a lot of each instrument is.

Quantities are lots, as MetaTrader counts them, in steps of a hundredth; a point value is money per lot. A lot of a pair
is 100,000 of its first currency, and gains and losses are in its second: USDJPY gains in JPY. Metals are ounces.

Metals and index CFDs are whatever a broker makes of them. The lots here are those of FundingPips, read off its platform
by others (S-003); elsewhere a lot of an index is often one or ten units of it, so that an `[instrument]` table of one's
own is needed. What was not seen there is a guess by analogy: see the grades in this distribution's README.

Fees are none, because a broker's commission is a firm's matter: its plan tells it, per lot and side.

Source: S-001 (pairs), S-002 (metals), S-003, S-005 (index CFDs); see this distribution's README.
"""

from decimal import Decimal

from propbots.api.instrument import AssetClass, Instrument

__all__ = ["INSTRUMENTS", "QUANTITY_STEP"]

QUANTITY_STEP = Decimal("0.01")
"""A hundredth of a lot, the smallest that is traded."""

_PAIRS = """
EURUSD GBPUSD AUDUSD NZDUSD USDJPY USDCHF USDCAD
EURGBP EURJPY EURCHF EURAUD EURNZD EURCAD GBPJPY GBPCHF GBPAUD GBPNZD GBPCAD
AUDJPY AUDCHF AUDNZD AUDCAD NZDJPY NZDCHF NZDCAD CADJPY CADCHF CHFJPY
"""
_LOT = Decimal(100_000)
_CODE = 3
"""Letters of a currency's code."""

_CFDS = """
name   session     currency tick  point description
XAUUSD cfd-metals  USD      0.01  100   Gold, 100 troy ounces a lot
XAGUSD cfd-metals  USD      0.001 5000  Silver, 5,000 troy ounces a lot
DJI30  cfd-us      USD      0.01  5     Dow Jones 30, 5 USD times the index a lot
NDX100 cfd-us      USD      0.01  20    Nasdaq 100, 20 USD times the index a lot
SPX500 cfd-us      USD      0.01  50    S&P 500, 50 USD times the index a lot
GER40  cfd-dax EUR      0.01  25    DAX 40, 25 EUR times the index a lot
UK100  cfd-ftse      GBP      0.01  10    FTSE 100, 10 GBP times the index a lot
JP225  cfd-us      JPY      0.01  10    Nikkei 225, 10 JPY times the index a lot
"""


def _pair(name: str) -> Instrument:
    base, quote = name[:_CODE], name[_CODE:]
    return Instrument(
        id=name,
        asset_class=AssetClass.FOREX,
        tick_size=Decimal("0.001") if quote == "JPY" else Decimal("0.00001"),
        point_value=_LOT,
        currency=quote,
        quantity_step=QUANTITY_STEP,
        session="forex",
        description=f"{base} against {quote}, 100,000 {base} a lot",
        exchange="OTC",
    )


def _cfd(row: str) -> Instrument:
    name, session, currency, tick, point, description = row.split(maxsplit=5)
    return Instrument(
        id=name,
        asset_class=AssetClass.CFD,
        tick_size=Decimal(tick),
        point_value=Decimal(point),
        currency=currency,
        quantity_step=QUANTITY_STEP,
        session=session,
        description=description,
        exchange="OTC",
    )


INSTRUMENTS = tuple(
    sorted(
        [*map(_pair, _PAIRS.split()), *map(_cfd, _CFDS.strip().splitlines()[1:])],
        key=lambda instrument: instrument.id,
    )
)
"""All pairs, metals and index CFDs, ordered by name."""
