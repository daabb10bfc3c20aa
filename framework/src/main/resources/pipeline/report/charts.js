const CHART = { width: 560, height: 220, left: 44, right: 8, top: 22, bottom: 26 };

/** A bar chart: each bar has parts by class, a text for its place and one for people; marks are lines with a text. */
function barChart({ label, bars, ticks, marks, unit }) {
  const { width, height, left, right, top, bottom } = CHART;
  const most = Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part.value, 0)));
  const step = valueStep(most);
  const highest = Math.ceil(most / step) * step;
  const y = (value) => height - bottom - value / highest * (height - top - bottom);
  const x = (place) => left + place / bars.length * (width - left - right);
  const chart = shape("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  for (let value = 0; value <= highest; value += step) {
    chart.append(shape("line", { x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      shape("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, count(value)));
  }
  chart.append(shape("text", { x: left - 8, y: 10, "text-anchor": "start", dx: -28 }, unit));
  bars.forEach((bar, i) => {
    let below = 0;
    const wide = Math.max(0.5, x(i + 1) - x(i) - (bars.length > 120 ? 0 : 1.5));
    for (const part of bar.parts.filter(({ value }) => value > 0)) {
      chart.append(shape("rect", { class: part.name, x: x(i), width: wide, y: y(below + part.value), height: y(below) - y(below + part.value) }));
      below += part.value;
    }
    chart.append(shape("rect", { class: "hit", x: x(i), width: x(i + 1) - x(i), y: top, height: height - top - bottom }, shape("title", {}, bar.text)));
  });
  ticks.forEach((tick) => chart.append(shape("text", { x: x(tick.place), y: height - 8, "text-anchor": "middle" }, tick.text)));
  (marks || []).forEach((mark) => chart.append(
    shape("line", { class: "mark", x1: x(mark.place), x2: x(mark.place), y1: top - 6, y2: height - bottom }),
    shape("text", { class: "mark-text", x: x(mark.place) + (mark.place > bars.length * 0.75 ? -4 : 4), y: top - 8 + (mark.row || 0) * 12,
      "text-anchor": mark.place > bars.length * 0.75 ? "end" : "start" }, mark.text)));
  return chart;
}

function valueStep(most) {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough));
}

function throughputChart(run) {
  const step = niceStep(Math.max(run.length, 1), 72);
  const bars = Array.from({ length: Math.max(1, Math.ceil(run.length / step + 1e-9)) }, () => ({ done: 0, failed: 0 }));
  for (let attempt = 0; attempt < run.attemptCount; attempt++) {
    const look = run.look(attempt);
    if (look === "done" || look === "failed") {
      bars[Math.min(bars.length - 1, Math.floor(run.ended[attempt] / step))][look]++;
    }
  }
  const until = run.time(bars.length * step);
  return element("figure", {}, barChart({
    label: "Attempts that ended in each " + duration(step),
    unit: "attempts ended per " + duration(step),
    bars: bars.map((bar, i) => ({
      parts: [{ name: "done", value: bar.done }, { name: "failed", value: bar.failed }],
      text: `${clock(run.time(i * step))}, ${duration(step)}: ${count(bar.done)} done, ${count(bar.failed)} failed`,
    })),
    ticks: timeMarks(run.origin, until, until - run.origin < 7 * SECOND ? 4 : 7).map((mark) => ({ place: (mark.time - run.origin) / step, text: mark.text }))
      .filter((tick) => tick.place > bars.length * 0.02 && tick.place < bars.length * 0.97),
  }));
}

function durationBuckets(sorted) {
  const low = Math.max(1, sorted[0]), high = Math.max(low, sorted[sorted.length - 1]);
  if (high / low < 30) {
    const step = niceStep(Math.max(1, high - low), 28);
    const from = Math.floor(low / step) * step;
    return Array.from({ length: Math.floor((high - from) / step) + 2 }, (_, i) => from + i * step);
  }
  const parts = 5;
  const first = Math.floor(Math.log10(low) * parts), last = Math.floor(Math.log10(high) * parts) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** ((first + i) / parts));
}

function durationsChart(run) {
  const durations = [];
  for (let row = 0; row < run.size; row++) {
    if (run.jobs.state[row] === run.state.done && run.jobs.duration[row] >= 0) {
      durations.push(run.jobs.duration[row]);
    }
  }
  if (durations.length === 0) {
    return element("p", { class: "note" }, "No job has succeeded, so there is nothing to measure.");
  }
  const sorted = Float64Array.from(durations).sort();
  if (sorted.length < 3 || sorted[0] === sorted[sorted.length - 1]) {
    return element("p", { class: "note" }, `${jobs(sorted.length)} that succeeded: ${[...new Set(sorted)].map(duration).join(" and ")}.`);
  }
  const edges = durationBuckets(sorted);
  const amounts = new Array(edges.length - 1).fill(0);
  let bucket = 0;
  sorted.forEach((value) => {
    while (bucket < amounts.length - 1 && value >= edges[bucket + 1]) {
      bucket++;
    }
    amounts[bucket]++;
  });
  const place = (value) => {
    const i = Math.min(amounts.length - 1, Math.max(0, edges.findIndex((edge) => edge > value) - 1));
    return i + (value - edges[i]) / (edges[i + 1] - edges[i]);
  };
  const median = quantile(sorted, 0.5), slow = quantile(sorted, 0.95);
  const every = Math.ceil(edges.length / 7);
  return element("figure", {}, barChart({
    label: `Durations of ${jobs(sorted.length)}: median ${duration(median)}, 95 of 100 within ${duration(slow)}, longest ${duration(sorted[sorted.length - 1])}`,
    unit: "jobs",
    bars: amounts.map((value, i) => ({ parts: [{ name: "done", value }], text: `${duration(edges[i])} to ${duration(edges[i + 1])}: ${jobs(value)}` })),
    ticks: edges.map((edge, i) => ({ place: i, text: duration(edge) })).filter((_, i) => i % every === 0),
    marks: [{ place: place(median), text: "median " + duration(median) }, { place: place(slow), text: "95 % " + duration(slow), row: place(slow) - place(median) < amounts.length * 0.3 ? 1 : 0 }],
  }), element("figcaption", {}, `${jobs(sorted.length)} that succeeded; shortest ${duration(sorted[0])}, longest ${duration(sorted[sorted.length - 1])}.`));
}
