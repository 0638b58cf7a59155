"""What a contract of each product is.

The fee of a row is what the exchange takes for execution and clearing per contract and side from a customer who is no
member; the regulator's assessment is added to it. Fees change about once a year and are the least certain column: those
of equity indices, crude oil and silver follow from a firm's list of July 2026 (its totals less its commission), those
of gold from its list of June; natural gas, currencies and treasuries are from lists of 2024 and 2025 and may be a few
cents off. Whoever knows better sets `[costs] commission`.

The size of a row becomes `mini_units`: a contract as a share of the product's full contract, by what it delivers, so a
tenth for the micros and a fifth for SIL (1,000 of 5,000 ounces). Firms may weigh a contract otherwise; their plans say
so. What a contract is on becomes `underlying`, by the full contract's name.

Crude oil (CL, MCL) may trade at zero and below, as it did on 2020-04-20. Natural gas could in theory, but Henry Hub
never has, so a price of zero in its data is far likelier a fault and is refused as one.

Source: S-001 (contract specifications), S-002, S-003, S-004 (fees); see this distribution's README.
"""

from decimal import Decimal

from propbots.api.instrument import AssetClass, Instrument

__all__ = ["INSTRUMENTS", "REGULATORY_FEE"]

REGULATORY_FEE = Decimal("0.01")
"""The National Futures Association's assessment per contract and side; it was 0.02 from 2018 to mid 2026."""

_TABLE = """
name on  exchange session    tick      point    size fee  months       description
ES   ES  CME      cme-equity 0.25      50       1    1.38 HMUZ         E-mini S&P 500, 50 USD times the index
MES  ES  CME      cme-equity 0.25      5        0.1  0.35 HMUZ         Micro E-mini S&P 500, 5 USD times the index
NQ   NQ  CME      cme-equity 0.25      20       1    1.38 HMUZ         E-mini Nasdaq-100, 20 USD times the index
MNQ  NQ  CME      cme-equity 0.25      2        0.1  0.35 HMUZ         Micro E-mini Nasdaq-100, 2 USD times the index
RTY  RTY CME      cme-equity 0.1       50       1    1.38 HMUZ         E-mini Russell 2000, 50 USD times the index
M2K  RTY CME      cme-equity 0.1       5        0.1  0.35 HMUZ         Micro E-mini Russell 2000, 5 USD times the index
YM   YM  CBOT     cme-equity 1         5        1    1.38 HMUZ         E-mini Dow, 5 USD times the index
MYM  YM  CBOT     cme-equity 1         0.5      0.1  0.35 HMUZ         Micro E-mini Dow, 0.50 USD times the index
CL   CL  NYMEX    cme-energy 0.01      1000     1    1.50 FGHJKMNQUVXZ WTI crude oil, 1,000 barrels
MCL  CL  NYMEX    cme-energy 0.01      100      0.1  0.50 FGHJKMNQUVXZ Micro WTI crude oil, 100 barrels
NG   NG  NYMEX    cme-energy 0.001     10000    1    1.60 FGHJKMNQUVXZ Henry Hub natural gas, 10,000 million Btu
GC   GC  COMEX    cme-metals 0.1       100      1    1.60 FGHJKMNQUVXZ Gold, 100 troy ounces
MGC  GC  COMEX    cme-metals 0.1       10       0.1  0.60 GJMQVZ       Micro gold, 10 troy ounces
SI   SI  COMEX    cme-metals 0.005     5000     1    1.65 FGHJKMNQUVXZ Silver, 5,000 troy ounces
SIL  SI  COMEX    cme-metals 0.005     1000     0.2  1.10 FHKNUZ       Micro silver, 1,000 troy ounces
6E   6E  CME      cme-fx     0.00005   125000   1    1.60 FGHJKMNQUVXZ Euro, 125,000 EUR
M6E  6E  CME      cme-fx     0.0001    12500    0.1  0.24 HMUZ         Micro euro, 12,500 EUR
6B   6B  CME      cme-fx     0.0001    62500    1    1.60 FGHJKMNQUVXZ British pound, 62,500 GBP
6J   6J  CME      cme-fx     0.0000005 12500000 1    1.60 FGHJKMNQUVXZ Japanese yen, 12,500,000 JPY
ZN   ZN  CBOT     cme-rates  0.015625  1000     1    0.80 HMUZ         10-year US treasury note, 100,000 USD at maturity
ZB   ZB  CBOT     cme-rates  0.03125   1000     1    0.87 HMUZ         US treasury bond, 100,000 USD at maturity
"""
_MAY_BE_NEGATIVE = {"CL", "MCL"}


def _instrument(row: str) -> Instrument:
    name, underlying, exchange, session, tick, point, size, fee, months, description = row.split(maxsplit=9)
    return Instrument(
        id=name,
        asset_class=AssetClass.FUTURES,
        tick_size=Decimal(tick),
        point_value=Decimal(point),
        session=session,
        mini_units=Decimal(size),
        negative_prices=name in _MAY_BE_NEGATIVE,
        fees=Decimal(fee) + REGULATORY_FEE,
        description=description,
        exchange=exchange,
        months=months,
        underlying=underlying,
    )


INSTRUMENTS = tuple(sorted(map(_instrument, _TABLE.strip().splitlines()[1:]), key=lambda instrument: instrument.id))
"""All futures, ordered by name."""
