const NUMBERS = new Intl.NumberFormat("en");
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

function count(number) {
  return NUMBERS.format(number);
}

function jobs(number) {
  return number === 1 ? "1 job" : count(number) + " jobs";
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** A length of time in its two largest units. */
function duration(millis) {
  if (millis < SECOND) {
    return millis <= 0 ? "0 s" : Math.max(1, Math.round(millis)) + " ms";
  }
  const seconds = Math.round(millis / 1000);
  if (millis < 60 * SECOND && seconds < 60) {
    return millis < 10 * SECOND && millis % SECOND !== 0 ? (millis / 1000).toFixed(1) + " s" : seconds + " s";
  }
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const first = units.findIndex(([size]) => seconds >= size);
  const rest = Math.floor(seconds % units[first][0] / units[first + 1][0]);
  return Math.floor(seconds / units[first][0]) + " " + units[first][1] + (rest ? " " + rest + " " + units[first + 1][1] : "");
}

/** A time as a clock here shows it; with the offset of that clock where it stands alone. */
function clock(millis, withOffset) {
  const time = new Date(millis);
  const text = time.getFullYear() + "-" + two(time.getMonth() + 1) + "-" + two(time.getDate()) + " "
      + two(time.getHours()) + ":" + two(time.getMinutes()) + ":" + two(time.getSeconds());
  return withOffset ? text + " " + offset(time) : text;
}

function offset(time) {
  const minutes = -time.getTimezoneOffset();
  return (minutes < 0 ? "-" : "+") + two(Math.floor(Math.abs(minutes) / 60)) + ":" + two(Math.abs(minutes) % 60);
}

/** The smallest step with which a span has at most so many parts. */
function niceStep(span, parts) {
  return STEPS.find((step) => span / step <= parts) || STEPS[STEPS.length - 1] * Math.ceil(span / parts / STEPS[STEPS.length - 1]);
}

/** Times to mark between two others, with what to write there. */
function timeMarks(from, to, parts) {
  const step = niceStep(to - from, parts);
  const zone = -new Date(from).getTimezoneOffset() * MINUTE;
  const marks = [];
  for (let time = Math.ceil((from + zone) / step) * step - zone; time <= to; time += step) {
    const at = new Date(time);
    const hours = two(at.getHours()) + ":" + two(at.getMinutes());
    marks.push({ time, text: step >= DAY ? clock(time).slice(5, 10)
      : step >= MINUTE ? (hours === "00:00" ? clock(time).slice(5, 10) : hours)
      : hours + ":" + two(at.getSeconds()) + (step < SECOND ? "." + String(at.getMilliseconds()).padStart(3, "0") : "") });
  }
  return marks;
}

function quantile(sorted, part) {
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
