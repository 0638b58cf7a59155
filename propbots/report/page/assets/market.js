// The large chart: candles with trades, equity with the plan's floor, drawdown; one view over all three.
const candlesMost = 420;
const view = { from: 0, to: 0, chosen: null };

function drawMarket(rows) {
  const colors = readColors();
  const groups = groupRows(rows, data.days.row, view.from, view.to, candlesMost);
  const seen = groups.filter(({ start, stop }) => stop > view.from && start < view.to);
  const trades = findTrades(groups);
  const look = marking(trades.length);
  const traces = [
    ...makeCandles(groups, look, colors), ...makeTrades(trades, look, colors), ...makeAccount(groups, colors),
  ];
  Plotly.react("market", traces, makeMarketLayout(seen, colors), chartOptions);
  describeDetail(rows, groups, look);
}

function makeCandles(groups, look, colors) {
  const column = (name) => groups.map((group) => group[name] * data.tickSize);
  const paint = (color) => ({ line: { color, width: 1 }, fillcolor: color });
  return [{
    type: "candlestick", name: "Price", x: groups.map(({ x }) => x), yaxis: "y",
    open: column("open"), high: column("high"), low: column("low"), close: column("close"), whiskerwidth: 0,
    increasing: paint(look.colored ? colors.gain : colors.quiet),
    decreasing: paint(look.colored ? colors.loss : colors.quiet),
    hoverinfo: "text", text: groups.map((group) => `${formatTime(group.time)}<br>`
      + ["open", "high", "low", "close"].map((name) => `${name} ${formatPrice(group[name])}`).join("  ")),
  }];
}

// A little room above and below what is seen, in the units of the axis.
function makeRange(low, high, roomLeast, unit) {
  const room = Math.max((high - low) * 0.06, roomLeast);
  return [(low - room) / unit, (high + room) / unit];
}

function makeMarketLayout(seen, colors) {
  const known = (names) => seen.flatMap((group) => names.map((name) => group[name])).filter((value) => value !== null);
  const least = (...names) => Math.min(...known(names));
  const greatest = (...names) => Math.max(...known(names));
  const floors = isFloorNear(seen) ? ["floor"] : [];
  const dayLines = makeDayLines(seen, colors);
  const titles = [["Price", 1], [nameEquity(seen), 0.43], ["Drawdown", 0.13]];
  return makeLayout(colors, {
    dragmode: "zoom", hovermode: "x", hoversubplots: "axis", hoverdistance: 30, margin: { l: 8, r: 12, t: 22, b: 8 },
    xaxis: makeMarketAxis(seen, !dayLines.length, colors),
    yaxis: makeAxis(colors, {
      domain: [0.47, 1], tickformat: `,.${data.priceDecimals}f`,
      range: makeRange(least("low"), greatest("high"), 2, 1 / data.tickSize),
    }),
    yaxis2: makeAxis(colors, {
      domain: [0.17, 0.43], ...moneyTicks, nticks: 5,
      range: makeRange(least("equityLow", ...floors), greatest("equityHigh", ...floors), 5 * moneyUnit, moneyUnit),
    }),
    yaxis3: makeAxis(colors, {
      domain: [0, 0.13], ...moneyTicks, nticks: 3,
      range: [-Math.max(greatest("drawdown") / moneyUnit, 10) * 1.08, 0],
    }),
    annotations: titles.map(([text, y]) => ({
      text, y, x: 0, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", showarrow: false,
      font: { size: 12, color: colors.quiet },
    })),
    shapes: [...dayLines, ...makeStartLine(colors), ...makeChosen(colors)],
  });
}

function makeMarketAxis(seen, isRuled, colors) {
  const most = document.getElementById("market").clientWidth / 95;
  return makeAxis(colors, {
    ...makeTicks(seen.map(({ time }) => toWall(time)), seen.map(({ x }) => x), most),
    anchor: "y3", range: [view.from - 0.5, view.to - 0.5], fixedrange: false, showgrid: isRuled,
    rangeslider: { visible: false }, showspikes: true, spikemode: "across", spikethickness: 1, spikedash: "dot",
    spikecolor: colors.quiet, spikesnap: "hovered data",
  });
}

function makeDayLines(seen, colors) {
  const starts = data.days.row.filter((row) => row > seen[0].start && row < seen.at(-1).stop);
  if (starts.length > 25) return [];
  return starts.map((row) => ({
    type: "line", xref: "x", yref: "paper", x0: row - 0.5, x1: row - 0.5, y0: 0, y1: 1, layer: "below",
    line: { color: colors.line, width: 1 },
  }));
}

function describeDetail(rows, groups, look) {
  const bars = Math.max(...groups.map(({ start, stop }) => stop - start)) * rows.barsPerRow;
  document.getElementById("detail").textContent = [
    bars === 1 ? `Each candle is one bar of ${data.timeframe}.`
      : `Each candle covers up to ${bars} bars of ${data.timeframe}; a narrower view shows more.`,
    rows.barsPerRow > 1 && `This run is too long to carry every bar: its finest row holds ${rows.barsPerRow}.`,
    look.name === "dots" && "Triangles are entries, dots are exits.",
    look.name === "lines" && `Over ${marksMost} trades are in view: lines stand for them in so wide a view.`,
    "The band around equity is its range within the bars. Drag to zoom, double-click for all.",
  ].filter(Boolean).join(" ");
}
