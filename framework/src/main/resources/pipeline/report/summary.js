function facts(summary, run) {
  const members = summary.members;
  const begin = members.length > 0 ? members[0].started : run.attemptCount > 0 ? run.origin : null;
  // bars of a run that died go on in the page that follows it
  const end = summary.state === "live" ? Date.parse(summary.time)
    : members.length > 0 ? Math.max(...members.map((one) => one.ended || one.last_seen)) : begin === null ? 0 : run.time(run.length);
  const elapsed = members.length > 0
    ? members.reduce((sum, one) => sum + (one.ended || (summary.state === "live" ? end : one.last_seen)) - one.started, 0) : end - begin;
  return { begin, end, elapsed };
}

function header(summary, run) {
  document.title = oneLine(summary.job_name) + " · Pipeline report";
  byId("name").textContent = oneLine(summary.job_name);
  const state = byId("state");
  state.textContent = summary.state;
  state.className = "badge " + summary.state;
  const { begin, end, elapsed } = facts(summary, run);
  byId("facts").textContent = [oneLine(summary.recipes.join(", ")),
    begin === null ? "nothing has started" : clock(begin, true) + " to " + (summary.state === "live" ? "now, " : "") + clock(end, true),
    summary.members.length > 1 ? `started ${summary.members.length} times` : ""].filter((text) => text).join(" · ");
  const total = run.size;
  byId("progress").replaceChildren(...["done", "failed", "parked", "running", "waiting", "ignored"].filter((name) => summary.jobs[name] > 0).map((name) => {
    const part = element("span", { class: "fill-" + name, title: `${jobs(summary.jobs[name])} ${STATE_TEXT[name]}` });
    part.style.flex = `${summary.jobs[name]} 1 0`;
    return part;
  }));
  const retried = run.attemptCount - new Set(run.attempts.job).size;
  byId("counts").replaceChildren(...[
    ["Jobs", count(total)],
    ...["done", "failed", "parked", "running", "waiting", "ignored"].filter((name) => summary.jobs[name] > 0 || name === "done" || name === "failed")
      .map((name) => [STATE_TEXT[name][0].toUpperCase() + STATE_TEXT[name].slice(1), count(summary.jobs[name]), name]),
    ["Repeated attempts", count(retried)],
    ["Elapsed", begin === null ? "–" : duration(elapsed)],
    ...(summary.seconds_left ? [["About left", duration(summary.seconds_left * 1000)]] : []),
    ["Jobs per second", rate((summary.jobs.done + summary.jobs.failed) / (elapsed / 1000))],
  ].map(([name, value, look]) => element("div", { class: look === "failed" && summary.jobs.failed > 0 && "failed" },
    element("dt", {}, look ? element("span", { class: "swatch " + look }) : null, name), element("dd", {}, value))));
}

function rate(perSecond) {
  return !isFinite(perSecond) ? "–" : perSecond >= 100 ? count(Math.round(perSecond)) : perSecond >= 1 ? perSecond.toFixed(1) : perSecond.toFixed(3);
}

function hosts(group) {
  const text = oneLine(group.hosts);
  return element("p", { class: "where", title: text.length > 240 && text }, group.host_count === 1 ? "on " + text
    : `on ${count(group.host_count)} hosts: ${text.length > 240 ? text.slice(0, 240) + "…" : text}`);
}

function failures(summary, show, filter) {
  if (summary.failures.length === 0) {
    return [element("p", { class: "good" }, summary.state === "live" ? "No job has failed so far." : "No job failed.")];
  }
  const most = 20;
  return [...summary.failures.slice(0, most).map((group) => {
    const id = group.example_job_id;
    return element("article", { class: "card" },
      element("h3", {}, element("span", { class: "amount" }, jobs(group.jobs)), element("span", { class: "cause" }, oneLine(group.cause))),
      hosts(group),
      element("p", {}, "such as ", element("button", { type: "button", class: "plain", on: { click: () => show(id) } }, "job " + id),
        oneLine(` (${group.example_program || ""} ${group.example_label || ""} on ${group.example_host || ""})`),
        group.example_message === group.cause ? null : oneLine(": " + group.example_message)),
      group.jobs > 1 ? element("p", {}, element("button", { type: "button", class: "plain", on: { click: () => filter("failed", wordsOf(group.cause)) } }, "Find them in the table")) : null,
      group.example_stderr ? element("figure", {}, element("figcaption", {}, `The end of what job ${id} printed to standard error`), element("pre", { tabindex: "0" }, group.example_stderr)) : null,
      commands(`pipeline logs ${id} --stderr`, `pipeline explain ${id}`, `pipeline jobs show ${id}`));
  }),
  summary.failures.length > most ? element("p", { class: "note" }, `And ${count(summary.failures.length - most)} causes more; the table below has them all.`) : null,
  again(summary)].filter((part) => part);
}

/** The words that all messages of a cause have in common, to search for. */
function wordsOf(cause) {
  return cause.split(/\s+/).filter((word) => !word.includes("…")).join(" ");
}

function again(summary) {
  return summary.command ? element("p", {}, "The same command does again what failed, and only that:", commands(summary.command)) : null;
}

function parked(summary) {
  return summary.parked.map((group) => element("article", { class: "card parked" },
    element("h3", {}, element("span", { class: "amount" }, jobs(group.jobs)), element("span", { class: "cause" }, oneLine(group.cause))),
    hosts(group),
    element("p", {}, "They are not failed. The same command runs them when their hosts are back.")));
}

function table(columns, rows) {
  const cells = (tag, values) => values.map((value, i) => element(tag, { class: columns[i].look, scope: tag === "th" && "col" }, value));
  return element("table", {}, element("thead", {}, element("tr", {}, ...cells("th", columns.map((column) => column.text)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells("td", row)))));
}

function bar(part, failed) {
  const node = element("span", { class: "bar-cell" + (failed ? " failed" : ""), "aria-hidden": "true" });
  node.style.width = Math.max(2, Math.round(part * 120)) + "px";
  return node;
}

function slowest(run, show) {
  const most = 10, durations = [];
  let rows = [], least = -1;
  for (let row = 0; row < run.size; row++) {
    const took = run.took(row);
    if (took >= 0 && run.jobs.state[row] === run.state.done) {
      durations.push(took);
    }
    if (took > least) {
      rows.push(row);
      if (rows.length > 20 * most) {
        rows = longest(run, rows).slice(0, most);
        least = run.took(rows[most - 1]);
      }
    }
  }
  rows = longest(run, rows).slice(0, most);
  if (rows.length === 0) {
    return element("p", { class: "note" }, "No job has ended.");
  }
  const median = quantile(Float64Array.from(durations).sort(), 0.5);
  return table([{ text: "Job" , look: "number" }, { text: "File or arguments", look: "text" }, { text: "Host" }, { text: "State" }, { text: "Took", look: "number" }, { text: "× median", look: "number" }],
    rows.map((row) => [
      element("button", { type: "button", class: "plain", on: { click: () => show(row) } }, run.jobs.id[row]),
      oneLine(run.jobs.label[row] || run.programs[run.jobs.program[row]]), oneLine(run.hostName(row)), STATE_TEXT[run.stateName(row)],
      element("span", {}, bar(run.took(row) / run.took(rows[0]), run.stateName(row) === "failed"), duration(run.took(row))),
      median > 0 ? (run.took(row) / median).toFixed(1) : ""]));
}

function longest(run, rows) {
  return rows.sort((a, b) => run.took(b) - run.took(a) || a - b);
}

/** The hosts, in an order that a click on a heading changes. */
class HostTable {
  constructor(filter, more) {
    this.box = byId("hosts-table");
    this.filter = filter;
    this.hosts = [];
    this.columns = [
      { text: "Host", key: (host) => this.hosts.indexOf(host), cell: (host) => this.link(host) },
      { text: "State", key: (host) => host.state, cell: (host) => host.state },
      { text: "Done", look: "number", key: (host) => -host.done, cell: (host) => count(host.done) },
      { text: "Failed", look: "number", key: (host) => -host.failed, cell: (host) => host.failed ? count(host.failed) : "" },
      { text: "Parked", look: "number", key: (host) => -host.parked, cell: (host) => host.parked ? count(host.parked) : "" },
      { text: "Running", look: "number", key: (host) => -host.running, cell: (host) => host.running ? count(host.running) : "" },
      { text: "Waiting", look: "number", key: (host) => -host.waiting, cell: (host) => host.waiting ? count(host.waiting) : "" },
      { text: "Median", look: "number", key: (host) => -(host.median || 0), cell: (host) => host.median === null ? "" : this.median(host) },
      { text: "Slowest", look: "number", key: (host) => -(host.slowest || 0), cell: (host) => host.slowest === null ? "" : duration(host.slowest * 1000) },
      { text: "Last trouble", look: "long", key: (host) => host.note || host.last_error || "\uffff", cell: (host) => oneLine(host.note || host.last_error) },
      { text: "Action", key: (host) => host.state, cell: (host) => more.hostParts(host) },
    ];
    this.isActing = more !== ALONE && document.documentElement.classList.contains("acting");
    this.sorting = { column: 0, turned: false };
  }

  show(summary) {
    const text = JSON.stringify(summary.hosts);
    if (this.shownFor !== text) {
      this.shownFor = text;
      this.hosts = summary.hosts;
      this.slowest = this.hosts.reduce((most, host) => Math.max(most, host.median || 0), 1);
      this.draw();
    }
  }

  link(host) {
    return element("button", { type: "button", class: "plain", on: { click: () => this.filter(host.host) } }, oneLine(host.host));
  }

  median(host) {
    return element("span", {}, bar(host.median / this.slowest / 2), duration(host.median * 1000));
  }

  draw() {
    const { column, turned } = this.sorting, key = this.columns[column].key;
    const sorted = this.hosts.map((host, i) => [key(host), i]).sort(([a, i], [b, j]) => (a < b ? -1 : a > b ? 1 : i - j));
    if (turned) {
      sorted.reverse();
    }
    const shown = this.columns.filter((one) => one.text === "Action" ? this.isActing
      : !["Running", "Waiting", "Parked"].includes(one.text) || this.hosts.some((host) => one.key(host) !== 0));
    const drawn = table(shown.map((one) => ({ look: one.look, text: element("button", { type: "button", on: { click: () => this.sort(one) } }, one.text) })),
      sorted.map(([, i]) => shown.map((one) => one.cell(this.hosts[i]))));
    drawn.querySelectorAll("th").forEach((th, i) => th.setAttribute("aria-sort", shown[i] !== this.columns[column] ? "none" : turned ? "descending" : "ascending"));
    this.box.replaceChildren(drawn);
  }

  sort(one) {
    const column = this.columns.indexOf(one);
    this.sorting = { column, turned: this.sorting.column === column && !this.sorting.turned };
    this.draw();
    this.box.querySelectorAll("th button").forEach((button) => button.textContent === one.text && button.focus());
  }
}

function about(summary) {
  const pairs = (entries) => element("dl", { class: "pairs" }, ...entries.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  return [
    ...summary.members.slice(-10).map((one) => element("div", {}, one.command ? commands(one.command) : null,
      pairs([["Started", clock(one.started, true)], ["Ended", one.ended ? clock(one.ended, true) : "last heard of " + clock(one.last_seen, true)],
        ["By", oneLine(`${one.user} on ${one.machine}, process ${one.pid}`)], ["Version", oneLine(one.version)]]))),
    pairs([["Job table", oneLine(summary.table.replace(/^the job table /, ""))], ["Written", clock(Date.parse(summary.time), true)], ["By Pipeline", summary.pipeline_version]]),
  ];
}
