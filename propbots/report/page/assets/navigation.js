// How the view of the large chart is moved: by length, by trading day, by dragging, by a trade.
const { row: dayRows, number: dayNumbers, pnl: dayResults } = data.days;

const dayEnd = (day) => (day + 1 < dayRows.length ? dayRows[day + 1] : data.rows.count);

function show(rows, from, to, chosen = null) {
  const length = Math.min(Math.max(to - from, 5), rows.count);
  view.from = Math.max(0, Math.min(from, rows.count - length));
  view.to = view.from + length;
  view.chosen = chosen;
  markControls(rows);
  drawMarket(rows);
}

function showDays(rows, first, count) {
  const start = Math.max(0, Math.min(first, dayRows.length - count));
  show(rows, dayRows[start], dayEnd(Math.min(start + count, dayRows.length) - 1));
}

function showTrade(rows, trade) {
  const { entryRow, exitRow } = data.trades;
  const margin = Math.max(40, (exitRow[trade] - entryRow[trade]) * 0.6);
  show(rows, entryRow[trade] - margin, exitRow[trade] + margin, trade);
  document.getElementById("market").scrollIntoView({ behavior: "smooth", block: "center" });
}

function markControls(rows) {
  const isWhole = view.from <= 0 && view.to >= rows.count;
  const first = findLast(dayRows, view.from);
  const length = dayRows[first] === view.from ? findLast(dayRows, view.to - 1) - first + 1 : -1;
  const endsWithDay = length > 0 && dayEnd(first + length - 1) === view.to;
  for (const button of document.querySelectorAll("#spans button")) {
    const days = Number(button.dataset.days);
    button.setAttribute("aria-pressed", String(days ? !isWhole && endsWithDay && days === length : isWhole));
  }
  document.getElementById("day").value = String(findLast(dayRows, (view.from + view.to - 1) / 2));
  document.getElementById("earlier").disabled = view.from <= 0;
  document.getElementById("later").disabled = view.to >= rows.count;
}

function move(rows, direction) {
  const first = findLast(dayRows, view.from);
  const isDayView = dayRows[first] === view.from && dayEnd(first) === view.to;
  const step = Math.round((view.to - view.from) * 0.9) * direction;
  if (isDayView) showDays(rows, first + direction, 1);
  else show(rows, view.from + step, view.to + step);
}

function fillDays() {
  document.getElementById("day").append(...dayNumbers.map((number, day) => {
    const text = `${formatDay(number)}  ${formatMoney(dayResults[day], { signed: true })}`;
    return new Option(text, String(day));
  }));
}

function followMouse(rows) {
  const chart = document.getElementById("market");
  chart.on("plotly_doubleclick", () => show(rows, 0, rows.count));
  chart.on("plotly_relayout", (change) => {
    const [from, to] = change["xaxis.range"] ?? [change["xaxis.range[0]"], change["xaxis.range[1]"]];
    if (from !== undefined) show(rows, Math.round(from + 0.5), Math.round(to + 0.5));
  });
}

function connectNavigation(rows) {
  fillDays();
  document.getElementById("spans").addEventListener("click", ({ target }) => {
    const days = Number(target.dataset.days ?? -1);
    if (days === 0) show(rows, 0, rows.count);
    if (days > 0) showDays(rows, findLast(dayRows, view.to - 1) - days + 1, days);
  });
  document.getElementById("day").addEventListener("change", ({ target }) => showDays(rows, Number(target.value), 1));
  document.getElementById("earlier").addEventListener("click", () => move(rows, -1));
  document.getElementById("later").addEventListener("click", () => move(rows, 1));
  show(rows, 0, rows.count);
  followMouse(rows);
}
