// The look of all charts, read from the style sheet so that both colour schemes come from one place.
const isDark = window.matchMedia("(prefers-color-scheme: dark)");

function readColors() {
  const style = getComputedStyle(document.documentElement);
  const names = ["card", "text", "quiet", "line", "accent", "gain", "loss", "warn", "long", "short", "band"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function fade(color, alpha) {
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}



function makeAxis(colors, more) {
  return {
    gridcolor: colors.line, linecolor: colors.line, zerolinecolor: colors.quiet, zeroline: false, automargin: true,
    tickfont: { color: colors.quiet, size: 12 }, fixedrange: true, ticks: "",
    ...more,
  };
}

function makeLayout(colors, more) {
  return {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false, bargap: 0.25,
    font: { family: getComputedStyle(document.body).fontFamily, color: colors.text, size: 12.5 },
    margin: { l: 8, r: 12, t: 8, b: 8 },
    hoverlabel: { bgcolor: colors.card, bordercolor: colors.line, font: { color: colors.text, size: 12.5 } },
    xaxis: makeAxis(colors, {}), yaxis: makeAxis(colors, {}),
    ...more,
  };
}

// A currency of its own lets the axes write it where it belongs: behind the minus sign.
Plotly.register({
  moduleType: "locale", name: "page", dictionary: {},
  format: {
    currency: [data.currency, ""], decimal: ".", thousands: ",", grouping: [3],
    months, shortMonths: months, days: weekdays, shortDays: weekdays, date: "%Y-%m-%d", time: "%H:%M", dateTime: "%c",
  },
});
const moneyTicks = { tickformat: "$,.2~f" };
const chartOptions = { displayModeBar: false, responsive: true, doubleClick: false, locale: "page" };
