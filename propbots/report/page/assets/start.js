// Everything is put together here, once the page stands.
const zones = ["UTC", "America/Chicago", "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo"];

function connectZone(redraw) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offered = [...new Set([...zones, own])].filter(Boolean);
  const choice = document.getElementById("zone");
  choice.append(...offered.map((zone) => new Option(zone.replaceAll("_", " "), zone)));
  choice.addEventListener("change", () => { setZone(choice.value); redraw(); });
}

function listCharts(rows) {
  const ofDays = { days: drawDays, sharpe: drawSharpe, falls: drawFalls };
  if (data.plan && data.plan.day.length) ofDays.headroom = drawHeadroom;
  const ofTrades = {
    results: drawResults, excursions: () => drawExcursions(rows), hours: drawHours, weekdays: drawWeekdays,
    "win-rate": drawWinRate,
  };
  if (data.trades.net.length) return { ...ofDays, ...ofTrades };
  const ofNothing = Object.keys(ofTrades).map((id) => [id, () => drawNothing(id, "No trades.")]);
  return { ...ofDays, ...Object.fromEntries(ofNothing) };
}

function drawWhenNear(charts) {
  const drawn = new Set();
  const draw = (id) => { drawn.add(id); charts[id](); };
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      draw(target.id);
    }
  }, { rootMargin: "400px" });
  Object.keys(charts).forEach((id) => watcher.observe(document.getElementById(id)));
  window.addEventListener("beforeprint", () => Object.keys(charts).filter((id) => !drawn.has(id)).forEach(draw));
  return () => drawn.forEach(draw);
}

async function start() {
  const rows = await unpackRows(data.rows);
  if (!rows.count) throw new Error("the run has no bars");
  connectNavigation(rows);
  connectList(rows);
  const redrawCharts = drawWhenNear(listCharts(rows));
  const redraw = () => { drawMarket(rows); drawList(); redrawCharts(); };
  connectZone(redraw);
  isDark.addEventListener("change", redraw);
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  const detail = document.getElementById("detail");
  detail.textContent = `The charts and the list of trades cannot be drawn: ${error.message}.`;
  document.documentElement.dataset.ready = "false";
});
