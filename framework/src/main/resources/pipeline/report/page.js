const SECTIONS = { failures: "Failures", parked: "Parked", timeline: "Attempts", throughput: "Throughput", durations: "Durations", slowest: "Slowest", hosts: "Hosts", jobs: "All jobs", about: "About" };

/** What a page adds to a job that can ask its server: nothing, in a report. */
const ALONE = { jobParts: () => [], hostParts: () => null };

function details(run, row, more) {
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
    ...more.jobParts(run, row),
    commands(`pipeline jobs show ${id}`, `pipeline logs ${id}`, `pipeline explain ${id}`));
  dialog.showModal();
}

/** Puts something in the place of what an element holds, unless it is the same as before: nobody loses the place where they read. */
function fill(id, key, children) {
  const node = byId(id);
  const text = JSON.stringify(key);
  if (node.shownFor !== text) {
    node.shownFor = text;
    node.replaceChildren(...children());
  }
}

/** All that is shown of a run; it can be shown again when more has happened. */
class Page {
  constructor(summary, run, more) {
    this.more = more;
    this.timeline = null;
    this.open = (row) => details(this.run, row, more);
    this.summary = summary;
    this.run = run;
    this.jobTable = new JobTable(run, this.open);
    this.hostTable = null;
    byId("details").addEventListener("click", (event) => event.target === byId("details") && byId("details").close());
    const print = (isPrinting) => {
      document.documentElement.classList.toggle("printing", isPrinting);
      this.jobTable.draw(true);
      this.timeline?.layOut();
    };
    addEventListener("beforeprint", () => print(true));
    addEventListener("afterprint", () => print(false));
    this.draw();
  }

  /** Shows how the run is now. */
  show(summary, run) {
    this.summary = summary;
    this.run = run;
    this.jobTable.show(run);
    this.draw();
  }

  draw() {
    const { summary, run } = this;
    // of a run that goes on, the summary may know of a job more than the columns; all numbers of the page are of the same jobs
    run.states.forEach((name, state) => summary.jobs[name] = run.jobs.state.filter((one) => one === state).length);
    header(summary, run);
    this.sections();
    const filter = (state, words) => this.jobTable.filter(state, words);
    fill("parked-groups", summary.parked, () => parked(summary));
    fill("failure-groups", [summary.failures, summary.state, summary.command], () => failures(summary, (id) => this.open(this.run.jobs.id.indexOf(id)), filter));
    this.stateFilter();
    if (run.size > 0) {
      this.hostTable ??= new HostTable((host) => filter("", host), this.more);
      this.hostTable.show(summary);
    }
    if (run.attemptCount > 0) {
      byId("legend").replaceChildren(...legend(run));
      const starts = summary.members.map((one) => one.started - run.origin);
      this.timeline ??= new Timeline(this.open);
      this.timeline.show(run, starts);
      byId("throughput-chart").replaceChildren(throughputChart(run));
      byId("durations-chart").replaceChildren(durationsChart(run));
      byId("slowest-table").replaceChildren(slowest(run, this.open));
    }
    fill("about-text", [summary.members, summary.table], () => about(summary));
  }

  sections() {
    const { summary, run } = this;
    const shown = ["failures", ...(summary.parked.length > 0 ? ["parked"] : []),
      ...(run.attemptCount > 0 ? ["timeline", "throughput", "durations", "slowest"] : []), ...(run.size > 0 ? ["hosts"] : []), "jobs", "about"];
    Object.keys(SECTIONS).forEach((id) => byId(id).hidden = !shown.includes(id));
    fill("sections", shown, () => [element("ul", {}, ...shown.map((id) => element("li", {}, element("a", { href: "#" + id }, SECTIONS[id]))))]);
  }

  stateFilter() {
    const { summary, run } = this, select = byId("state-filter"), chosen = select.value;
    const names = run.states.filter((name) => summary.jobs[name] > 0 || name === chosen);
    fill("state-filter", names.map((name) => summary.jobs[name]), () => [element("option", { value: "" }, "all"),
      ...names.map((name) => element("option", { value: name }, `${STATE_TEXT[name]} (${count(summary.jobs[name])})`))]);
    select.value = chosen;
  }
}

/** Says why there is nothing to see. */
function cannotShow(fault) {
  const text = byId("loading") || byId("main").appendChild(element("p", {}));
  text.textContent = "The page cannot be shown: " + fault.message + ". It needs a browser of 2023 or later.";
  byId("main").removeAttribute("aria-busy");
}

let report = null;
