// Labels of axes that count bars or days, on which nothing is left blank for the hours in which nothing traded.
const tickSteps = [
  ...[1, 5, 15, 30, 60, 120, 180, 360, 720].map((minutes) => ({
    key: (wall) => Math.floor(wall / (minutes * 60000)), label: labelTime,
  })),
  ...[1, 2].map((days) => ({ key: (wall) => Math.floor(wall / 86400000 / days), label: labelDate })),
  ...[1, 2].map((weeks) => ({ key: (wall) => Math.floor((wall / 86400000 + 3) / 7 / weeks), label: labelDate })),
  ...[1, 3, 12, 60].map((span) => ({
    key: (wall) => Math.floor((new Date(wall).getUTCFullYear() * 12 + new Date(wall).getUTCMonth()) / span),
    label: (wall) => `${months[new Date(wall).getUTCMonth()]} ${new Date(wall).getUTCFullYear()}`,
  })),
];

function labelDate(wall) {
  return `${new Date(wall).getUTCDate()} ${months[new Date(wall).getUTCMonth()]}`;
}

function labelTime(wall, before) {
  const time = `${twoDigits(new Date(wall).getUTCHours())}:${twoDigits(new Date(wall).getUTCMinutes())}`;
  const isNewDay = before === null || Math.floor(before / 86400000) !== Math.floor(wall / 86400000);
  return isNewDay ? `${time}<br>${labelDate(wall)}` : time;
}

// Labels stand where the finest step turns that turns at most so often: a full hour, a day, a Monday, a month.
function makeTicks(walls, places, most, steps = tickSteps) {
  const turnsOf = ({ key }) => walls.flatMap((wall, at) => (key(wall) !== key(walls[at - 1] ?? wall - 1) ? [at] : []));
  const step = steps.find((candidate) => turnsOf(candidate).length <= most) ?? steps.at(-1);
  const nearest = (places.at(-1) - places[0]) / most / 2;
  const turns = turnsOf(step).filter((at, order, all) => !(places[all[order + 1]] - places[at] < nearest));
  return {
    tickmode: "array", tickangle: 0,
    tickvals: turns.map((at) => places[at]),
    ticktext: turns.map((at, order) => step.label(walls[at], order ? walls[turns[order - 1]] : null)),
  };
}

function makeDayTicks(id, days) {
  const most = document.getElementById(id).clientWidth / 80;
  const steps = tickSteps.filter(({ label }) => label !== labelTime);
  return makeTicks(days.map((day) => day * 86400000), days.map((_, at) => at), most, steps);
}
