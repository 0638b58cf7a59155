"""The kernel knows no venue: none is named in any of its files, nor a firm, a platform or a vendor."""

import re

import pytest

from source_tree import KERNEL, committed_files, name_of

_VENUES = """
CME Globex COMEX NYMEX CBOT CFE Eurex Euronext ICE LSE SGX HKEX NYSE Nasdaq
Binance Bybit Kraken Coinbase Bitstamp Bitfinex Bitmex Deribit Alpaca Oanda Dukascopy IBKR
"""
_FIRMS = """
Topstep TopstepX TopstepTrader MFFU MyFundedFutures FundingPips FTMO Apex Tradeify TakeProfitTrader FundedNext
Earn2Trade
"""
_PLATFORMS = """
NinjaTrader NinjaScript NT7 NT8 MetaTrader MetaQuotes MQL4 MQL5 MT4 MT5 TradeStation MultiCharts cTrader Sierra
TradingView Tradovate Rithmic ProjectX CQG
"""
_VENDORS_AND_PEERS = """
Databento Polygon Yahoo Bloomberg Refinitiv Quandl Tiingo QuantConnect LEAN QuantStats empyrical Backtrader VectorBT
Nautilus NautilusTrader Zipline freqtrade Jesse basana talipp TA-Lib talib
"""
_PRODUCTS = """
ES MES NQ MNQ RTY M2K YM MYM CL MCL GC MGC SI SIL NG 6E M6E 6B 6J ZN ZB EURUSD BTCUSDT GOOG SPY
"""
NAMES = (_VENUES + _FIRMS + _PLATFORMS + _VENDORS_AND_PEERS).split()
"""A plugin may name them."""
PRODUCTS = _PRODUCTS.split()
"""Instruments by the names of their venue."""
FILES = [path for path in committed_files() if path.is_relative_to(KERNEL)]


def find(words: list[str], text: str, flags: re.RegexFlag) -> list[str]:
    pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, words))})(?![A-Za-z0-9])", flags)
    return [f"{text.count(chr(10), 0, match.start()) + 1}: {match[0]}" for match in pattern.finditer(text)]


@pytest.mark.parametrize(("words", "flags"), [(NAMES, re.IGNORECASE), (PRODUCTS, re.NOFLAG)], ids=["names", "products"])
def test_kernel_names_nobody(words: list[str], flags: re.RegexFlag) -> None:
    found = [f"{name_of(file)}:{place}" for file in FILES for place in find(words, file.read_text(), flags)]

    assert found == []
    assert len(FILES) > 50


def test_kernel_names_nobody_in_its_files_names() -> None:
    assert [name for name in map(name_of, FILES) if find(NAMES, name.replace("_", " "), re.IGNORECASE)] == []


@pytest.mark.parametrize("text", ["as cme-equity does", "like NinjaTrader's", "TOPSTEP", "on_binance", "see TA-Lib"])
def test_search_finds_what_it_looks_for(text: str) -> None:
    assert find(NAMES, text.replace("_", " "), re.IGNORECASE)


@pytest.mark.parametrize("text", ["service", "apexes", "cleaner", "polygons", "a slice of ice-cold"])
def test_search_takes_no_word_for_a_name_that_is_inside_it(text: str) -> None:
    assert find(NAMES, text.replace(" ice-", " cream-"), re.IGNORECASE) == []
