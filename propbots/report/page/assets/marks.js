// Trades in the large chart: how they are marked, and what is said when one is pointed at.
const largeMarksMost = 250;
const marksMost = 4000;

// The chart shows the prices of the main instrument, so that no trade of another one has a place in it.
function findTrades(groups) {
  const { instrument, entryRow, exitRow } = data.trades;
  const [first, last] = [groups[0].start, groups.at(-1).stop];
  return instrument.flatMap((place, at) => (place === 0 && exitRow[at] >= first && entryRow[at] < last ? [at] : []));
}

// Few trades are marked and joined; many become dots over a price without colours of its own; too many become lines.
function marking(count) {
  if (count <= largeMarksMost) return { name: "marks", joined: true, colored: true };
  if (count <= marksMost) return { name: "dots", joined: false, colored: false };
  return { name: "lines", joined: true, colored: false };
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
  const reason = nameReason(trades.reason[at]).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const result = isEntry ? "" : `<br>${formatMoney(trades.net[at], { signed: true })} · ${reason}`;
  return `${end} of trade ${trades.number[at]}: ${side} ${trades.quantity[at]} at ${price}`
    + `<br>${formatTime(trades[isEntry ? "entryTime" : "exitTime"][at])}${result}`;
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
