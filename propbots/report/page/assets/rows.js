// The rows of the page: unpacked once, and put into as few candles as a view can show.
const arrays = { int8: Int8Array, int16: Int16Array, int32: Int32Array, float64: Float64Array };

async function unpack({ type, data: text }) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new arrays[type](await new Response(plain).arrayBuffer());
}

async function unpackLevels(column) {
  const steps = await unpack(column);
  const levels = new Float64Array(steps.length);
  let level = column.first;
  for (let row = 0; row < steps.length; row += 1) levels[row] = level += steps[row];
  return levels;
}

function unpackSteady({ row: changes, value: values }, count) {
  const column = new Float64Array(count).fill(NaN);
  changes.forEach((row, at) => { if (values[at] !== null) column.fill(values[at], row, changes[at + 1] ?? count); });
  return column;
}

async function unpackRows({ count, barsPerRow, firstOpen, floor, ...packed }) {
  const levelled = ["time", "close", "equity", "drawdown"];
  const beside = ["open", "high", "low", "equityHigh", "equityLow"];
  const rows = { count, barsPerRow, floor: floor ? unpackSteady(floor, count) : null };
  await Promise.all([
    ...levelled.map(async (name) => { rows[name] = await unpackLevels(packed[name]); }),
    ...beside.map(async (name) => { rows[name] = Float64Array.from(await unpack(packed[name])); }),
  ]);
  for (let row = 0; row < count; row += 1) {
    rows.open[row] += row ? rows.close[row - 1] : firstOpen;
    rows.high[row] += Math.max(rows.open[row], rows.close[row]);
    rows.low[row] = Math.min(rows.open[row], rows.close[row]) - rows.low[row];
    rows.equityHigh[row] += rows.equity[row];
    rows.equityLow[row] = rows.equity[row] - rows.equityLow[row];
  }
  return rows;
}

function extreme(column, first, last, better) {
  let best = column[first];
  for (let row = first + 1; row < last; row += 1) if (better(column[row], best)) best = column[row];
  return best;
}

const isMore = (one, other) => one > other;
const isLess = (one, other) => one < other;

const candleSizes = [1, 2, 3, 5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320];

// Candles begin with their trading day and hold a round number of rows, or whole trading days, so that they are those
// that a trader knows and stay what they are while the view moves.
function findStarts(days, first, stops, needed, perDay) {
  const size = candleSizes.find((candidate) => candidate >= needed);
  if (needed > perDay / 3 || !size) {
    const span = Math.ceil(needed / perDay);
    return stops.flatMap((_, at) => ((first + at) % span && at ? [] : [days[first + at]]));
  }
  return stops.flatMap((stop, at) => {
    const start = days[first + at];
    return Array.from({ length: Math.ceil((stop - start) / size) }, (_, order) => start + order * size);
  });
}

// Groups reach half a view beyond both ends, so that something is there while the chart is dragged.
function groupRows(rows, days, from, to, most) {
  const margin = (to - from) / 2;
  const first = Math.max(0, findLast(days, from - margin));
  const last = findLast(days, to + margin - 1);
  const stops = [...days.slice(first + 1, last + 1), days[last + 1] ?? rows.count];
  const starts = findStarts(days, first, stops, (to - from) / most, rows.count / days.length);
  return starts.map((start, at) => groupBetween(rows, start, starts[at + 1] ?? stops.at(-1)));
}

function groupBetween(rows, start, stop) {
  return {
    start, stop, x: (start + stop - 1) / 2, time: rows.time[start],
    open: rows.open[start], close: rows.close[stop - 1],
    high: extreme(rows.high, start, stop, isMore), low: extreme(rows.low, start, stop, isLess),
    equity: rows.equity[stop - 1],
    equityHigh: extreme(rows.equityHigh, start, stop, isMore), equityLow: extreme(rows.equityLow, start, stop, isLess),
    drawdown: extreme(rows.drawdown, start, stop, isMore),
    floor: rows.floor && !Number.isNaN(rows.floor[stop - 1]) ? rows.floor[stop - 1] : null,
  };
}

// The index of the last entry of an ascending list that is not above a value.
function findLast(list, value) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1; else high = middle;
  }
  return low - 1;
}
