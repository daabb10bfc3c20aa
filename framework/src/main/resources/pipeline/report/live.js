/** Texts with a number each, to which new ones are added. */
class Dictionary {
  constructor(texts) {
    this.texts = texts;
    this.numbers = new Map(texts.map((text, i) => [text, i]));
  }

  number(text) {
    if (!this.numbers.has(text)) {
      this.numbers.set(text, this.texts.length);
      this.texts.push(text);
    }
    return this.numbers.get(text);
  }
}

/** A run to which changes are applied one by one. */
class LiveRun {
  constructor(data) {
    const run = decoded(data.run);
    this.dictionaries = Object.fromEntries(["hosts", "programs", "steps", "messages", "states", "kinds", "endings"].map((name) => [name, new Dictionary(run[name])]));
    this.jobs = Object.fromEntries(Object.entries(run.jobs).map(([name, values]) => [name, Array.from(values)]));
    this.rows = new Map(this.jobs.id.map((id, row) => [id, row]));
    const { job, number, reserved, idle, wait, run: ran, ending, message, lane } = run.attempts;
    this.running = run.endings.indexOf("running");
    this.attempts = new Map(Array.from(job, (row, i) => [row + "/" + number[i], { row, number: number[i], reserved: run.origin + reserved[i], idle: idle[i],
      wait: wait[i], run: ending[i] === this.running ? -1 : ran[i], ending: ending[i], message: message[i], lane: lane[i] }]));
  }

  apply(change) {
    const { hosts, programs, steps, messages, states, kinds, endings } = this.dictionaries;
    for (const job of change.jobs) {
      const row = this.rows.has(job.id) ? this.rows.get(job.id) : this.jobs.id.length;
      this.rows.set(job.id, row);
      Object.entries({ id: job.id, host: hosts.number(job.host), program: programs.number(job.program), step: steps.number(job.step), label: job.label,
        state: states.number(job.state), attempts: job.attempts, duration: job.duration, kind: kinds.number(job.kind), exit_code: job.exit_code,
        message: messages.number(job.message) }).forEach(([name, value]) => this.jobs[name][row] = value);
    }
    for (const one of change.attempts) {
      const row = this.rows.get(one.job);
      this.attempts.set(row + "/" + one.number, { row, number: one.number, reserved: one.reserved, idle: one.idle, wait: one.wait, run: one.run,
        ending: endings.number(one.ending), message: messages.number(one.message), lane: one.lane });
    }
  }

  /** The run as it is drawn; what runs, runs until now. */
  at(now) {
    const attempts = Array.from(this.attempts.values()).sort((a, b) => a.row - b.row || a.number - b.number);
    const origin = attempts.reduce((first, one) => Math.min(first, one.reserved), Infinity);
    const texts = Object.fromEntries(Object.entries(this.dictionaries).map(([name, one]) => [name, one.texts]));
    const lanes = new Array(texts.hosts.length).fill(0);
    attempts.forEach((one) => lanes[this.jobs.host[one.row]] = Math.max(lanes[this.jobs.host[one.row]], one.lane + 1));
    const column = (value) => attempts.map(value);
    return new Run({
      ...texts, lanes, origin: attempts.length === 0 ? now : origin, jobs: this.jobs,
      attempts: {
        job: column((one) => one.row), number: column((one) => one.number), reserved: column((one) => one.reserved - origin),
        idle: column((one) => one.idle), wait: column((one) => one.wait),
        run: column((one) => one.run >= 0 ? one.run : Math.max(0, now - one.reserved - one.wait)),
        ending: column((one) => one.ending), message: column((one) => one.message), lane: column((one) => one.lane),
      },
    });
  }
}

const jobName = new URLSearchParams(location.search).get("job"), ofJob = "job=" + encodeURIComponent(jobName);

/** What the server was asked to do, and its answer, in one line. */
function act(action, where) {
  where.textContent = "…";
  fetch("act", { method: "POST", headers: { "X-Pipeline-Action": "1", "Content-Type": "application/json" }, body: JSON.stringify(action) })
    .then((answer) => answer.json()).then((answer) => where.textContent = answer.done || answer.error)
    .catch((fault) => where.textContent = "not done: " + fault.message);
}

/** A button that asks once more before it acts. */
function actionButton(text, action, where) {
  const button = element("button", { type: "button", class: "action" }, text);
  button.addEventListener("click", () => {
    if (button.textContent === text) {
      button.textContent = text + ": sure?";
      setTimeout(() => button.textContent = text, 4000);
    } else {
      button.textContent = text;
      act(action, where);
    }
  });
  return button;
}

const FROM_SERVER = {
  jobParts(run, row) {
    const parts = [], id = run.jobs.id[row], last = run.lastAttempt(row);
    if (last >= 0) {
      parts.push(new OutputPane(id, run.attempts.number[last]).node);
    }
    if (document.documentElement.classList.contains("acting")) {
      const answer = element("p", { class: "note", role: "status" });
      const isOpen = ["running", "waiting", "parked"].includes(run.stateName(row));
      parts.push(element("p", {}, actionButton(isOpen ? "Cancel" : "Run it again", { action: isOpen ? "cancel" : "retry", job: id }, answer)), answer);
    }
    return parts;
  },

  hostParts(host) {
    const answer = element("span", { role: "status" }), isDrained = /drained/.test(host.note || "");
    return element("span", {}, actionButton(isDrained ? "Undrain" : "Drain", { action: isDrained ? "undrain" : "drain", job_name: jobName, host: host.host }, answer), " ", answer);
  },
};

/** Keeps the page as the run is. */
class Follower {
  constructor() {
    this.waiting = null;
    this.ahead = 0;
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
  }

  say(text, isBad) {
    const line = byId("following");
    line.classList.toggle("bad", Boolean(isBad));
    if (line.textContent !== text) {
      line.textContent = text;
    }
  }

  /** Reads all anew, and follows from there. */
  async begin() {
    this.events?.close();
    try {
      const answer = await fetch("data?" + ofJob);
      const data = await answer.json();
      if (!answer.ok) {
        throw new Error(data.error);
      }
      this.run = new LiveRun(data.page);
      this.take(data.page.summary);
      this.draw();
      this.listen(data.revision);
    } catch (fault) {
      if (!report) {
        cannotShow(fault);
        throw fault;
      }
      this.lost();
    }
  }

  take(summary) {
    this.summary = summary;
    this.ahead = Date.parse(summary.time) - Date.now();
  }

  listen(revision) {
    this.events = new EventSource(`events?${ofJob}&after=${revision}`);
    this.events.onopen = () => this.say("This page follows the run.");
    this.events.onmessage = (event) => this.change(JSON.parse(event.data));
    this.events.addEventListener("time", () => this.soon());
    this.events.onerror = () => this.lost();
  }

  lost() {
    this.events?.close();
    this.say(`No connection to the server since ${clock(Date.now(), true)}; tries again. What is shown is how it was then.`, true);
    setTimeout(() => this.begin(), 3000);
  }

  change(change) {
    if (change.reload) {
      this.begin();
    } else if (change.trouble) {
      this.say("The job table cannot be read now: " + oneLine(change.trouble), true);
    } else {
      this.run.apply(change);
      this.take(change.summary);
      this.say("This page follows the run.");
      this.soon();
    }
  }

  /** Many changes are drawn at once, and none while nobody sees the page. */
  soon() {
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      if (!document.hidden) {
        this.draw();
      }
    }, 200);
  }

  draw() {
    const run = this.run.at(Date.now() + this.ahead);
    if (report) {
      report.show(this.summary, run);
    } else {
      byId("loading").remove();
      report = new Page(this.summary, run, FROM_SERVER);
      byId("main").removeAttribute("aria-busy");
    }
  }
}

byId("data").remove();
document.querySelector(".product").replaceChildren(element("a", { href: "." }, "All runs"));
const follower = new Follower();
follower.begin();
