// The page's data, and how its integers are written for people.
const data = JSON.parse(document.getElementById("data").textContent);
const moneyUnit = 10 ** data.moneyExponent;

const cents = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function formatMoney(units, { signed = false } = {}) {
  const digits = cents.format(Math.abs(units / moneyUnit));
  const isZero = !/[1-9]/.test(digits);
  const sign = isZero ? "" : units < 0 ? "−" : signed ? "+" : "";
  return sign + data.currency + digits;
}

function formatPrice(ticks, { tickSize, priceDecimals } = data) {
  return (ticks * tickSize).toFixed(priceDecimals);
}

const instrumentOf = (at) => data.instruments[data.trades.instrument[at]];

function formatDuration(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (minutes < 1) return `${Math.round(milliseconds / 1000)} s`;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const twoDigits = (number) => String(number).padStart(2, "0");
const weekdayOf = (dayNumber) => (dayNumber + 3) % 7;

function formatDay(dayNumber) {
  const day = new Date(dayNumber * 86400000);
  return `${weekdays[weekdayOf(dayNumber)]} ${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

// Wall-clock time is kept as milliseconds, so that dates are read from it as from UTC.
const clock = { zone: "UTC", offsets: new Map(), parts: null };

function setZone(zone) {
  clock.zone = zone;
  clock.offsets = new Map();
  clock.parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  });
}

function toWall(time) {
  if (clock.zone === "UTC") return time;
  // No zone changes its offset within a quarter of an hour that begins at a full one.
  const quarter = Math.floor(time / 900000);
  let offset = clock.offsets.get(quarter);
  if (offset === undefined) {
    const moment = quarter * 900000;
    const part = Object.fromEntries(clock.parts.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    offset = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - moment;
    clock.offsets.set(quarter, offset);
  }
  return time + offset;
}

function formatTime(time) {
  const wall = new Date(toWall(time));
  const seconds = time % 60000 ? `:${twoDigits(wall.getUTCSeconds())}` : "";
  return `${wall.getUTCFullYear()}-${twoDigits(wall.getUTCMonth() + 1)}-${twoDigits(wall.getUTCDate())} `
    + `${twoDigits(wall.getUTCHours())}:${twoDigits(wall.getUTCMinutes())}${seconds}`;
}
