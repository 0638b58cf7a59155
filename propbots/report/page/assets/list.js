// The list of trades: sorted, filtered and turned page by page, because thousands of rows at once are slow.
const tradesOnPage = 25;
const list = { column: 0, isDescending: false, page: 0 };

const flagged = new Set(data.trades.ambiguous);
const tradeColumns = [
  { name: "#", valueOf: (at) => data.trades.number[at], text: (at) => String(data.trades.number[at]) },
  {
    name: "Side", valueOf: (at) => data.trades.isLong[at], isWords: true,
    tag: (at) => (data.trades.isLong[at] ? "long" : "short"),
  },
  ...(data.instruments.length < 2 ? [] : [
    { name: "Instrument", valueOf: (at) => instrumentOf(at).name, isWords: true, text: (at) => instrumentOf(at).name },
  ]),
  { name: "Quantity", valueOf: (at) => Number(data.trades.quantity[at]), text: (at) => data.trades.quantity[at] },
  { name: "Entry", valueOf: (at) => data.trades.entryTime[at], text: (at) => formatTime(data.trades.entryTime[at]) },
  { name: "at", valueOf: (at) => data.trades.entryPrice[at], text: (at) => formatPrice(data.trades.entryPrice[at], instrumentOf(at)) },
  { name: "Exit", valueOf: (at) => data.trades.exitTime[at], text: (at) => formatTime(data.trades.exitTime[at]) },
  { name: "at", valueOf: (at) => data.trades.exitPrice[at], text: (at) => formatPrice(data.trades.exitPrice[at], instrumentOf(at)) },
  { name: "Held", valueOf: heldFor, text: (at) => formatDuration(heldFor(at)) },
  { name: "Worst", valueOf: (at) => -data.trades.mae[at], text: (at) => formatMoney(-data.trades.mae[at]) },
  { name: "Best", valueOf: (at) => data.trades.mfe[at], text: (at) => formatMoney(data.trades.mfe[at]) },
  {
    name: "Commission", valueOf: (at) => data.trades.commission[at],
    text: (at) => formatMoney(data.trades.commission[at]),
  },
  {
    name: "Net", valueOf: (at) => data.trades.net[at], isResult: true,
    text: (at) => formatMoney(data.trades.net[at], { signed: true }),
  },
  {
    name: "Exit reason", valueOf: (at) => nameReason(data.trades.reason[at]), isWords: true,
    text: (at) => nameReason(data.trades.reason[at]),
  },
];

const tradeFilters = {
  "All trades": () => true,
  Winners: (at) => data.trades.net[at] > 0,
  Losers: (at) => data.trades.net[at] < 0,
  Long: (at) => data.trades.isLong[at] === 1,
  Short: (at) => data.trades.isLong[at] === 0,
  "Ambiguous exits": (at) => flagged.has(at),
};

function nameReason(index) {
  return data.trades.reasons[index].replaceAll("_", " ");
}

function heldFor(at) {
  return data.trades.exitTime[at] - data.trades.entryTime[at];
}

function chooseTrades() {
  const isWanted = tradeFilters[document.getElementById("which").value];
  const reason = Number(document.getElementById("reason").value);
  const { valueOf } = tradeColumns[list.column];
  const direction = list.isDescending ? -1 : 1;
  const order = (one, other) => {
    const [left, right] = [valueOf(one), valueOf(other)];
    return left < right ? -direction : left > right ? direction : one - other;
  };
  return data.trades.net
    .flatMap((_, at) => (isWanted(at) && (reason < 0 || data.trades.reason[at] === reason) ? [at] : []))
    .sort(order);
}

function drawList() {
  const chosen = chooseTrades();
  const pages = Math.max(1, Math.ceil(chosen.length / tradesOnPage));
  list.page = Math.max(0, Math.min(list.page, pages - 1));
  const first = list.page * tradesOnPage;
  const page = chosen.slice(first, first + tradesOnPage);
  document.querySelector("#trades tbody").replaceChildren(...page.map(makeTradeRow));
  const net = chosen.reduce((sum, at) => sum + data.trades.net[at], 0);
  const range = `${first + 1} to ${first + page.length} of ${chosen.length.toLocaleString("en-US")}`;
  document.getElementById("shown").textContent = chosen.length
    ? `${range}, together ${formatMoney(net, { signed: true })}. Click a trade to see it in the chart.`
    : "No such trades.";
  document.getElementById("previous").disabled = list.page === 0;
  document.getElementById("next").disabled = list.page >= pages - 1;
  document.querySelectorAll("#trades thead th").forEach((head, column) => {
    const state = column !== list.column ? "none" : list.isDescending ? "descending" : "ascending";
    head.setAttribute("aria-sort", state);
  });
}

function makeTradeRow(at) {
  const row = document.createElement("tr");
  row.tabIndex = 0;
  row.dataset.trade = String(at);
  row.append(...tradeColumns.map(({ text, tag, isResult, isWords }) => {
    const cell = document.createElement("td");
    if (tag) cell.append(makeTag(tag(at), tag(at)));
    else cell.textContent = text(at);
    if (isResult) cell.className = data.trades.net[at] > 0 ? "gain" : data.trades.net[at] < 0 ? "loss" : "";
    if (isWords) cell.className = "words";
    if (text && isWords && flagged.has(at)) cell.append(makeTag("ambiguous", "open"));
    return cell;
  }));
  return row;
}

function makeTag(text, kind) {
  const tag = document.createElement("span");
  tag.className = `tag ${kind}`;
  tag.textContent = text;
  return tag;
}

function fillListControls() {
  document.getElementById("which").append(...Object.keys(tradeFilters).map((name) => new Option(name)));
  document.getElementById("reason").append(
    new Option("All exit reasons", "-1"),
    ...data.trades.reasons.map((_, index) => new Option(nameReason(index), String(index))),
  );
  document.querySelector("#trades thead tr").append(...tradeColumns.map(({ name, isWords }) => {
    const head = document.createElement("th");
    head.scope = "col";
    if (isWords) head.className = "words";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    head.append(button);
    return head;
  }));
}

function connectList(rows) {
  fillListControls();
  const restart = () => { list.page = 0; drawList(); };
  document.getElementById("which").addEventListener("change", restart);
  document.getElementById("reason").addEventListener("change", restart);
  document.getElementById("previous").addEventListener("click", () => { list.page -= 1; drawList(); });
  document.getElementById("next").addEventListener("click", () => { list.page += 1; drawList(); });
  document.querySelectorAll("#trades thead th").forEach((head, column) => head.addEventListener("click", () => {
    list.isDescending = list.column === column ? !list.isDescending : column > 1;
    list.column = column;
    restart();
  }));
  const choose = ({ target }) => {
    const row = target.closest("tr[data-trade]");
    if (row) showTrade(rows, Number(row.dataset.trade));
  };
  const body = document.querySelector("#trades tbody");
  body.addEventListener("click", choose);
  body.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(event); });
  drawList();
}
