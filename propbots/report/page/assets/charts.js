// The small charts; each is drawn when it is about to be seen, and again when the look or the zone changes.
const gainOrLoss = (values, colors) => values.map((value) => (value >= 0 ? colors.gain : colors.loss));

function drawBars(id, names, units, { signed = true, colorsOf = gainOrLoss, ticks = { nticks: 12 } } = {}) {
  const colors = readColors();
  Plotly.react(id, [{
    type: "bar", x: names.map((_, at) => at), y: units.map((value) => value / moneyUnit),
    marker: { color: colorsOf(units, colors), opacity: 0.9 },
    textposition: "none", hovertemplate: "%{hovertext}<extra></extra>",
    hovertext: names.map((name, at) => `${name}<br>${formatMoney(units[at], { signed })}`),
  }], makeLayout(colors, {
    xaxis: makeAxis(colors, { showgrid: false, range: [-0.6, names.length - 0.4], ...ticks }),
    yaxis: makeAxis(colors, { ...moneyTicks, zeroline: true, nticks: 6 }),
  }), chartOptions);
}

function everyName(names, step) {
  const chosen = names.flatMap((_, at) => (at % step ? [] : [at]));
  return { tickmode: "array", tickvals: chosen, ticktext: chosen.map((at) => names[at]) };
}

function drawDays() {
  drawBars("days", dayNumbers.map(formatDay), dayResults, { ticks: makeDayTicks("days", dayNumbers) });
}

function drawHeadroom() {
  const { day, headroom } = data.plan;
  const widest = Math.max(...headroom, 1);
  const shade = (value, colors) => (value <= 0 ? colors.loss : value < widest / 4 ? colors.warn : colors.accent);
  drawBars("headroom", day.map(formatDay), headroom, {
    signed: false, ticks: makeDayTicks("headroom", day),
    colorsOf: (values, colors) => values.map((value) => shade(value, colors)),
  });
}

function sumBy(keys, count) {
  const sums = new Array(count).fill(0);
  keys.forEach((key, trade) => { sums[key] += data.trades.net[trade]; });
  return sums;
}

function drawHours() {
  const hours = data.trades.entryTime.map((time) => new Date(toWall(time)).getUTCHours());
  const names = Array.from({ length: 24 }, (_, hour) => `${twoDigits(hour)}:00`);
  drawBars("hours", names, sumBy(hours, 24), { ticks: everyName(names, 3) });
  document.getElementById("hours-zone").textContent = `(${clock.zone})`;
}

function drawWeekdays() {
  const keys = data.trades.entryRow.map((row) => weekdayOf(dayNumbers[findLast(dayRows, row)]));
  const used = weekdays.map((_, day) => day).filter((day) => day < 5 || keys.includes(day));
  const sums = sumBy(keys, 7);
  const names = used.map((day) => weekdays[day]);
  drawBars("weekdays", names, used.map((day) => sums[day]), { ticks: everyName(names, 1) });
}

function drawResults() {
  const colors = readColors();
  const results = data.trades.net.map((units) => units / moneyUnit);
  const least = results.reduce((lowest, value) => Math.min(lowest, value), 0);
  const most = results.reduce((highest, value) => Math.max(highest, value), 0);
  const size = roundUp((most - least) / 40 || 1);
  // Both halves count from 0, so that no bar mixes won and lost trades.
  const half = (name, values, color) => ({
    type: "histogram", name, x: values, marker: { color, opacity: 0.9 }, autobinx: false,
    xbins: { start: Math.floor(least / size) * size, end: Math.ceil(most / size) * size + size, size },
    hovertemplate: "%{y} trades at %{x}<extra></extra>",
  });
  Plotly.react("results", [
    half("Won", results.filter((value) => value > 0), colors.gain),
    half("Lost or even", results.filter((value) => value <= 0), colors.loss),
  ], makeLayout(colors, {
    barmode: "overlay", bargap: 0.08, xaxis: makeAxis(colors, { ...moneyTicks, showgrid: false, nticks: 8 }),
    yaxis: makeAxis(colors, { nticks: 5 }),
  }), chartOptions);
}

function roundUp(amount) {
  const power = 10 ** Math.floor(Math.log10(amount));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= amount);
}

function drawExcursions(rows) {
  const colors = readColors();
  const { trades } = data;
  const step = Math.ceil(trades.net.length / marksMost);
  const half = (name, won, color) => {
    const shown = trades.net.flatMap((net, at) => ((net > 0) === won && at % step === 0 ? [at] : []));
    return {
      type: "scatter", mode: "markers", name, marker: { color, size: 6, opacity: 0.6 }, customdata: shown,
      x: shown.map((at) => -trades.mae[at] / moneyUnit), y: shown.map((at) => trades.mfe[at] / moneyUnit),
      hovertemplate: "%{text}<extra></extra>",
      text: shown.map((at) => `trade ${trades.number[at]}: ${formatMoney(trades.net[at], { signed: true })}`
        + `<br>worst ${formatMoney(-trades.mae[at])}, best ${formatMoney(trades.mfe[at], { signed: true })}`),
    };
  };
  const title = (text) => ({ text, font: { size: 12, color: colors.quiet } });
  Plotly.react("excursions", [half("Won", true, colors.gain), half("Lost", false, colors.loss)], makeLayout(colors, {
    hovermode: "closest",
    xaxis: makeAxis(colors, { ...moneyTicks, nticks: 7, title: title("worst open loss (MAE)") }),
    yaxis: makeAxis(colors, { ...moneyTicks, nticks: 6, title: title("best open profit (MFE)") }),
  }), chartOptions);
  document.getElementById("excursions-step").textContent = step > 1 ? `(one in ${step})` : "";
  const chart = document.getElementById("excursions");
  chart.removeAllListeners("plotly_click");
  chart.on("plotly_click", ({ points }) => showTrade(rows, points[0].customdata));
}

function drawMoving(id, lines, names, { scale = 1, axis = {}, ticks = {}, format }) {
  const colors = readColors();
  const shades = [colors.accent, colors.short];
  const full = lines.filter(({ values }) => values.some((value) => value !== null));
  if (!full.length) return drawNothing(id, `Too short for a window of ${lines[0].window}.`);
  return Plotly.react(id, full.map(({ window: length, values }, at) => ({
    type: "scatter", mode: "lines", name: `last ${length}`, line: { color: shades[at], width: 1.8 },
    x: names.map((_, index) => index), y: values.map((value) => (value === null ? null : value * scale)),
    hovertemplate: "%{text}<extra></extra>",
    text: values.map((value, index) => (value === null ? "" : `${names[index]}<br>last ${length}: ${format(value)}`)),
  })), makeLayout(colors, {
    showlegend: true,
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1, yanchor: "bottom", font: { color: colors.quiet } },
    xaxis: makeAxis(colors, { showgrid: false, range: [-0.6, names.length - 0.4], ...ticks }),
    yaxis: makeAxis(colors, { zeroline: true, nticks: 6, ...axis }), margin: { l: 8, r: 12, t: 26, b: 8 },
  }), chartOptions);
}

function drawNothing(id, text) {
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = text;
  document.getElementById(id).replaceChildren(note);
  document.getElementById(id).classList.add("empty");
}

function drawSharpe() {
  drawMoving("sharpe", data.rolling.sharpe, dayNumbers.map(formatDay), {
    ticks: makeDayTicks("sharpe", dayNumbers), format: (value) => value.toFixed(2),
  });
}

function drawFalls() {
  drawMoving("falls", data.rolling.drawdown, dayNumbers.map(formatDay), {
    scale: -1 / moneyUnit, axis: moneyTicks, ticks: makeDayTicks("falls", dayNumbers),
    format: (value) => formatMoney(-value),
  });
}

function drawWinRate() {
  drawMoving("win-rate", [data.rolling.winRate], data.trades.number.map((number) => `trade ${number}`), {
    axis: { tickformat: ".0%" }, ticks: { nticks: 10, tickformat: ",d" },
    format: (value) => `${(value * 100).toFixed(1)} %`,
  });
}
