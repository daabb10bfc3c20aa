const SECTIONS = { failures: "Failures", parked: "Parked", timeline: "Attempts", throughput: "Throughput", durations: "Durations", slowest: "Slowest", hosts: "Hosts", jobs: "All jobs", about: "About" };

function details(run, row) {
  const dialog = byId("details"), id = run.jobs.id[row], name = run.stateName(row);
  const code = run.jobs.exit_code[row], attempts = [];
  for (let attempt = run.firstAttempt[row]; attempt < run.firstAttempt[row + 1]; attempt++) {
    attempts.push([run.attempts.number[attempt], clock(run.time(run.began[attempt])), duration(run.attempts.wait[attempt]),
      duration(run.attempts.run[attempt]), run.endings[run.attempts.ending[attempt]],
      oneLine(run.messages[run.attempts.message[attempt]])]);
  }
  const entries = [["File or arguments", oneLine(run.jobs.label[row])], ["Program", oneLine(run.programs[run.jobs.program[row]])], ["Host", oneLine(run.hostName(row))],
    ["Step", run.steps.length > 1 ? oneLine(run.steps[run.jobs.step[row]]) : ""], ["State", element("span", {}, element("span", { class: "swatch " + name }), STATE_TEXT[name])],
    ["Failure", run.kinds[run.jobs.kind[row]]], ["Exit code", code >= 0 && name !== "done" ? code : null], ["Why", oneLine(run.message(row))]];
  dialog.replaceChildren(
    element("button", { type: "button", class: "close", on: { click: () => dialog.close() } }, "Close"),
    element("h2", { id: "details-title" }, "Job " + id),
    element("dl", { class: "pairs" }, ...entries.filter(([, value]) => value !== null && value !== "").flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, value)])),
    attempts.length > 0 ? element("div", { class: "scroll" }, table([{ text: "Attempt", look: "number" }, { text: "Started" }, { text: "Waited", look: "number" }, { text: "Ran", look: "number" }, { text: "End" }, { text: "Message", look: "text" }], attempts)) : element("p", { class: "note" }, "It has not started."),
    commands(`pipeline jobs show ${id}`, `pipeline logs ${id}`, `pipeline explain ${id}`));
  dialog.showModal();
}

function draw(summary, run) {
  const open = (row) => details(run, row);
  const rowOf = (id) => run.jobs.id.indexOf(id);
  header(summary, run);
  const shown = new Set(["failures", "jobs", "about", ...(summary.parked.length > 0 ? ["parked"] : []),
    ...(run.attemptCount > 0 ? ["timeline", "throughput", "durations", "slowest"] : []), ...(run.size > 0 ? ["hosts"] : [])]);
  shown.forEach((id) => byId(id).hidden = false);
  byId("sections").append(element("ul", {}, ...Object.entries(SECTIONS).filter(([id]) => shown.has(id)).map(([id, text]) => element("li", {}, element("a", { href: "#" + id }, text)))));
  byId("parked-groups").append(...parked(summary));
  byId("state-filter").append(element("option", { value: "" }, "all"), ...run.states.filter((name) => summary.jobs[name] > 0)
    .map((name) => element("option", { value: name }, `${STATE_TEXT[name]} (${count(summary.jobs[name])})`)));
  const jobTable = new JobTable(run, open);
  byId("failure-groups").append(...failures(summary, (id) => open(rowOf(id)), (state, words) => jobTable.filter(state, words)));
  if (run.size > 0) {
    new HostTable(summary, (host) => jobTable.filter("", host));
  }
  let timeline = null;
  if (run.attemptCount > 0) {
    byId("legend").append(...legend(run));
    timeline = new Timeline(run, summary.members.map((one) => one.started - run.origin), open);
    byId("throughput-chart").append(throughputChart(run));
    byId("durations-chart").append(durationsChart(run));
    byId("slowest-table").append(slowest(run, open));
  }
  byId("about-text").append(...about(summary));
  byId("details").addEventListener("click", (event) => event.target === byId("details") && byId("details").close());
  const print = (isPrinting) => {
    document.documentElement.classList.toggle("printing", isPrinting);
    jobTable.draw(true);
    timeline?.layOut();
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  return { jobTable, timeline };
}

let report = null;

unpack(byId("data").textContent).then((data) => {
  byId("data").remove();
  byId("loading").remove();
  report = { run: new Run(data.run), summary: data.summary };
  // of a run that goes on, the summary may know of a job more than the columns; all numbers of the page are of the same jobs
  report.run.states.forEach((name, state) => data.summary.jobs[name] = report.run.jobs.state.filter((one) => one === state).length);
  Object.assign(report, draw(data.summary, report.run));
  byId("main").removeAttribute("aria-busy");
}).catch((fault) => {
  const text = byId("loading") || byId("main").appendChild(element("p", {}));
  text.textContent = "The page cannot be shown: " + fault.message + ". It needs a browser of 2023 or later.";
  byId("main").removeAttribute("aria-busy");
  throw fault;
});
