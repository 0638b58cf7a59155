// The account in the large chart: equity with its range, the plan's floor, drawdown.
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
  if (groups.some(({ floor }) => floor !== null)) {
    traces.push(line("Floor", {
      y: groups.map(({ floor }) => (floor === null ? null : floor / moneyUnit)), yaxis: "y2", line: { color: colors.loss, width: 1.6, dash: "dash", shape: "hv" },
    }));
  }
  return traces;
}

function describeAccount({ equity, equityLow, equityHigh, floor }) {
  const floorLine = floor === null ? "" : `<br>floor ${formatMoney(floor)}, headroom ${formatMoney(equityLow - floor)}`;
  return `equity ${formatMoney(equity)}<br>${formatMoney(equityLow)} to ${formatMoney(equityHigh)}${floorLine}`;
}

// A floor far below would press the equity of a short view into a flat line, so the heading tells it instead.
function isFloorNear(seen) {
  const floored = seen.filter(({ floor }) => floor !== null);
  const [highs, lows] = [seen.map(({ equityHigh }) => equityHigh), seen.map(({ equityLow }) => equityLow)];
  const height = Math.max(...highs) - Math.min(...lows);
  const headroom = Math.min(...floored.map(({ equityLow, floor }) => equityLow - floor));
  return floored.length > 0 && (headroom < height * 3 || view.to - view.from >= data.rows.count);
}

function nameEquity(seen) {
  const last = seen.findLast(({ floor }) => floor !== null);
  if (!last) return "Equity";
  if (isFloorNear(seen)) return "Equity and the plan's floor";
  return `Equity; the plan's floor is below, at ${formatMoney(last.floor)}`;
}

function makeStartLine(colors) {
  const y = data.start / moneyUnit;
  return [{
    type: "line", xref: "paper", yref: "y2", x0: 0, x1: 1, y0: y, y1: y, layer: "below",
    line: { color: colors.quiet, width: 1, dash: "dot" },
  }];
}
