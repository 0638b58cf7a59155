// The large chart: candles with trades, equity with the plan's floor, drawdown; one view over all three.
const candlesMost = 420;
const largeMarksMost = 250;
const marksMost = 4000;
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
  Plotly.react("market", traces, makeMarketLayout(rows, seen, colors), chartOptions);
  describeDetail(rows, groups, look);
}

function findTrades(groups) {
  const { net, entryRow, exitRow } = data.trades;
  const [first, last] = [groups[0].start, groups.at(-1).stop];
  return net.flatMap((_, at) => (exitRow[at] >= first && entryRow[at] < last ? [at] : []));
}

// Few trades are marked and joined; many become dots over a price without colours of its own; too many become lines.
function marking(count) {
  if (count <= largeMarksMost) return { name: "marks", joined: true, colored: true };
  return count <= marksMost ? { name: "dots", joined: false, colored: false } : { name: "lines", joined: true, colored: false };
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

function makeTrades(shown, look, colors) {
  const { trades } = data;
  const paths = [true, false].map((won) => makePaths(shown.filter((at) => (trades.net[at] > 0) === won), won, colors));
  if (look.name === "lines") return paths;
  const marker = look.name === "dots" ? { size: 3.5 } : { size: 11, line: { color: colors.card, width: 1.5 } };
  const mark = (name, rowOf, priceOf, more) => ({
    type: "scatter", mode: "markers", name, yaxis: "y", customdata: shown, marker: { ...marker, ...more },
    x: shown.map((at) => trades[rowOf][at]), y: shown.map((at) => trades[priceOf][at] * data.tickSize),
    hovertemplate: "%{text}<extra></extra>", text: shown.map((at) => describeTrade(at, name)),
  });
  return [
    ...(look.joined ? paths : []),
    mark("Entry", "entryRow", "entryPrice", {
      symbol: shown.map((at) => (trades.isLong[at] ? "triangle-up" : "triangle-down")),
      color: shown.map((at) => (trades.isLong[at] ? colors.long : colors.short)),
    }),
    mark("Exit", "exitRow", "exitPrice", {
      symbol: "circle", color: shown.map((at) => (trades.net[at] > 0 ? colors.gain : colors.loss)),
    }),
  ];
}

function makePaths(shown, won, colors) {
  const { trades } = data;
  return {
    type: "scatter", mode: "lines", name: won ? "Won" : "Lost", yaxis: "y", hoverinfo: "skip",
    x: shown.flatMap((at) => [trades.entryRow[at], trades.exitRow[at], null]),
    y: shown.flatMap((at) => [trades.entryPrice[at] * data.tickSize, trades.exitPrice[at] * data.tickSize, null]),
    line: { color: won ? colors.gain : colors.loss, width: 1.4, dash: "dot" },
  };
}

function describeTrade(at, end) {
  const { trades } = data;
  const isEntry = end === "Entry";
  const price = formatPrice(trades[isEntry ? "entryPrice" : "exitPrice"][at]);
  const side = trades.isLong[at] ? "long" : "short";
  const result = isEntry ? "" : `<br>${formatMoney(trades.net[at], { signed: true })} · ${nameReason(trades.reason[at])}`;
  return `${end} of trade ${trades.number[at]}: ${side} ${trades.quantity[at]} at ${price}`
    + `<br>${formatTime(trades[isEntry ? "entryTime" : "exitTime"][at])}${result}`;
}

function makeAccount(groups, colors) {
  const x = groups.map(({ x: center }) => center);
  const money = (name) => groups.map((group) => group[name] / moneyUnit);
  const line = (name, trace) => ({ type: "scatter", mode: "lines", name, x, hoverinfo: "skip", ...trace });
  const traces = [
    line("Highest equity", { y: money("equityHigh"), yaxis: "y2", line: { width: 0 } }),
    line("Lowest equity", {
      y: money("equityLow"), yaxis: "y2", line: { width: 0 }, fill: "tonexty", fillcolor: colors.band,
    }),
    line("Equity", {
      y: money("equity"), yaxis: "y2", line: { color: colors.accent, width: 1.8 },
      hoverinfo: "text", text: groups.map(describeAccount),
    }),
    line("Drawdown", {
      y: groups.map(({ drawdown }) => -drawdown / moneyUnit), yaxis: "y3", fill: "tozeroy",
      fillcolor: fade(colors.loss, 0.18), line: { color: colors.loss, width: 1.2 },
      hoverinfo: "text", text: groups.map(({ drawdown }) => `drawdown ${formatMoney(-drawdown)}`),
    }),
  ];
  if (groups[0].floor !== null) {
    traces.push(line("Floor", {
      y: money("floor"), yaxis: "y2", line: { color: colors.loss, width: 1.6, dash: "dash", shape: "hv" },
    }));
  }
  return traces;
}

function describeAccount({ equity, equityLow, equityHigh, floor }) {
  const floorLine = floor === null ? "" : `<br>floor ${formatMoney(floor)}, headroom ${formatMoney(equityLow - floor)}`;
  return `equity ${formatMoney(equity)}<br>${formatMoney(equityLow)} to ${formatMoney(equityHigh)}${floorLine}`;
}

function makeMarketLayout(rows, seen, colors) {
  const least = (...names) => Math.min(...seen.flatMap((group) => names.map((name) => group[name])));
  const greatest = (...names) => Math.max(...seen.flatMap((group) => names.map((name) => group[name])));
  const room = (low, high, least) => Math.max((high - low) * 0.06, least);
  const roomy = (low, high, least) => [low - room(low, high, least), high + room(low, high, least)];
  const floors = isFloorNear(rows, seen) ? ["floor"] : [];
  const width = document.getElementById("market").clientWidth;
  const dayLines = makeDayLines(seen, colors);
  return makeLayout(colors, {
    dragmode: "zoom", hovermode: "x", hoversubplots: "axis", hoverdistance: 30,
    xaxis: makeAxis(colors, {
      anchor: "y3", range: [view.from - 0.5, view.to - 0.5], fixedrange: false, showgrid: !dayLines.length, rangeslider: { visible: false },
      ...makeTicks(seen.map(({ time }) => toWall(time)), seen.map(({ x }) => x), width / 95),
      showspikes: true, spikemode: "across", spikethickness: 1, spikedash: "dot", spikecolor: colors.quiet,
      spikesnap: "hovered data",
    }),
    yaxis: makeAxis(colors, {
      domain: [0.47, 1], range: roomy(least("low"), greatest("high"), 2).map((ticks) => ticks * data.tickSize),
      tickformat: `,.${data.priceDecimals}f`,
    }),
    yaxis2: makeAxis(colors, {
      domain: [0.17, 0.43], ...moneyTicks, nticks: 5,
      range: roomy(least("equityLow", ...floors), greatest("equityHigh", ...floors), 5 * moneyUnit)
        .map((units) => units / moneyUnit),
    }),
    yaxis3: makeAxis(colors, {
      domain: [0, 0.13], ...moneyTicks, nticks: 3, range: [-Math.max(greatest("drawdown"), 10 * moneyUnit) * 1.08 / moneyUnit, 0],
    }),
    annotations: [["Price", 1], [nameEquity(rows, seen), 0.43], ["Drawdown", 0.13]].map(
      ([text, y]) => ({
        text, y, x: 0, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", showarrow: false,
        font: { size: 12, color: colors.quiet },
      }),
    ),
    shapes: [...dayLines, ...makeStartLine(colors), ...makeChosen(colors)],
    margin: { l: 8, r: 12, t: 22, b: 8 },
  });
}

// A floor far below would press the equity of a short view into a flat line, so the heading tells it instead.
function isFloorNear(rows, seen) {
  if (!rows.floor) return false;
  const lows = seen.map(({ equityLow }) => equityLow);
  const height = Math.max(...seen.map(({ equityHigh }) => equityHigh)) - Math.min(...lows);
  const headroom = Math.min(...seen.map(({ equityLow, floor }) => equityLow - floor));
  return headroom < height * 3 || view.to - view.from >= rows.count;
}

function nameEquity(rows, seen) {
  if (!rows.floor) return "Equity";
  if (isFloorNear(rows, seen)) return "Equity and the plan's floor";
  return `Equity; the plan's floor is below, at ${formatMoney(seen.at(-1).floor)}`;
}

function makeDayLines(seen, colors) {
  const starts = data.days.row.filter((row) => row > seen[0].start && row < seen.at(-1).stop);
  if (starts.length > 25) return [];
  return starts.map((row) => ({
    type: "line", xref: "x", yref: "paper", x0: row - 0.5, x1: row - 0.5, y0: 0, y1: 1, layer: "below",
    line: { color: colors.line, width: 1 },
  }));
}

function makeStartLine(colors) {
  const y = data.start / moneyUnit;
  return [{
    type: "line", xref: "paper", yref: "y2", x0: 0, x1: 1, y0: y, y1: y, layer: "below",
    line: { color: colors.quiet, width: 1, dash: "dot" },
  }];
}

function makeChosen(colors) {
  if (view.chosen === null) return [];
  const { entryRow, exitRow, net } = data.trades;
  return [{
    type: "rect", xref: "x", yref: "y domain", y0: 0, y1: 1, layer: "below", line: { width: 0 },
    x0: entryRow[view.chosen] - 0.5, x1: exitRow[view.chosen] + 0.5,
    fillcolor: fade(net[view.chosen] > 0 ? colors.gain : colors.loss, 0.13),
  }];
}

function describeDetail(rows, groups, look) {
  const bars = Math.max(...groups.map(({ start, stop }) => stop - start)) * rows.barsPerRow;
  document.getElementById("detail").textContent = [
    bars === 1 ? `Each candle is one bar of ${data.timeframe}.`
      : `Each candle covers up to ${bars} bars of ${data.timeframe}; a narrower view shows more.`,
    rows.barsPerRow > 1 && `This run is too long for a page to carry every bar: its finest row holds ${rows.barsPerRow}.`,
    look.name === "dots" && "Triangles are entries, dots are exits.",
    look.name === "lines" && `More than ${marksMost} trades are in view: lines stand for them until the view is narrower.`,
    "The band around equity is its range within the bars. Drag to zoom, double-click for all.",
  ].filter(Boolean).join(" ");
}
