const ROW = 32, VIEW = 560, BEYOND = 12, PRINTED = 200;

/** The table of all jobs: only the rows in view are in the page. */
class JobTable {
  constructor(run, open) {
    this.open = open;
    this.box = byId("job-scroll");
    this.table = byId("job-table");
    this.sorting = { column: "id", up: true };
    this.take(run);
    this.columns = [
      { name: "id", text: "Job", number: true, key: (row) => row, cell: (row) => this.link(row) },
      { name: "label", text: "File or arguments", key: (row) => this.run.jobs.label[row], cell: (row) => oneLine(this.run.jobs.label[row] || this.run.programs[this.run.jobs.program[row]]), className: "text" },
      { name: "host", text: "Host", key: (row) => this.run.jobs.host[row], cell: (row) => oneLine(this.run.hostName(row)) },
      { name: "state", text: "State", key: (row) => this.run.jobs.state[row], cell: (row) => this.state(row) },
      { name: "tries", text: "Attempts", number: true, key: (row) => this.run.jobs.attempts[row], cell: (row) => this.run.jobs.attempts[row] || "" },
      { name: "took", text: "Took", number: true, key: (row) => this.run.took(row), cell: (row) => this.run.took(row) < 0 ? "" : duration(this.run.took(row)) },
      { name: "begun", text: "Started", key: (row) => this.begun(row), cell: (row) => this.begun(row) < 0 ? "" : clock(this.run.time(this.begun(row))).slice(this.skipped) },
      { name: "message", text: "Message", key: (row) => this.run.message(row) || "\uffff", cell: (row) => oneLine(this.run.message(row)), className: "message" },
    ];
    this.head();
    this.listen();
    this.search("", "");
  }

  take(run) {
    this.run = run;
    this.searched = null;
    this.order = Int32Array.from({ length: run.size }, (_, row) => row);
    // a date that is the same in all rows says nothing
    this.skipped = clock(run.origin).slice(0, 10) === clock(run.time(run.length)).slice(0, 10) ? 11 : 5;
  }

  /** Shows how the jobs are now, in the order and at the place that somebody chose. */
  show(run) {
    this.take(run);
    const top = this.box.scrollTop, focused = document.activeElement?.closest("#job-table tr[data-place]")?.dataset.place;
    this.order = this.sorted();
    this.select(byId("search").value, byId("state-filter").value);
    this.box.scrollTop = top;
    this.draw(true);
    if (focused !== undefined) {
      this.table.querySelector(`tr[data-place="${focused}"] button`)?.focus({ preventScroll: true });
    }
  }

  begun(row) {
    const last = this.run.lastAttempt(row);
    return last < 0 ? -1 : this.run.began[last];
  }

  link(row) {
    return element("button", { type: "button", class: "plain" }, this.run.jobs.id[row]);
  }

  state(row) {
    const name = this.run.stateName(row);
    return element("span", {}, element("span", { class: "swatch " + name }), STATE_TEXT[name]);
  }

  head() {
    const group = element("colgroup", {}, ...this.columns.map((column) => element("col", { class: column.name })));
    this.heads = this.columns.map((column) => element("th", { scope: "col", class: column.number && "number" },
      element("button", { type: "button", on: { click: () => this.sort(column.name) } }, column.text)));
    this.table.tHead.append(element("tr", { "aria-rowindex": "1" }, ...this.heads));
    this.table.prepend(group);
    this.above = element("tr", { class: "space", "aria-hidden": "true" }, element("td", { colspan: this.columns.length }));
    this.below = element("tr", { class: "space", "aria-hidden": "true" }, element("td", { colspan: this.columns.length }));
  }

  listen() {
    this.box.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.draw(true)).observe(this.box);
    this.table.tBodies[0].addEventListener("click", (event) => {
      const tr = event.target.closest("tr[data-row]");
      if (tr && getSelection().isCollapsed) {
        this.open(Number(tr.dataset.row));
      }
    });
    this.table.tBodies[0].addEventListener("keydown", (event) => this.key(event));
    byId("job-search").addEventListener("submit", (event) => event.preventDefault());
    byId("search").addEventListener("input", () => this.soon());
    byId("state-filter").addEventListener("change", () => this.soon());
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(byId("search").value, byId("state-filter").value), 80);
  }

  later() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw(false);
      });
    }
  }

  key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const tr = event.target.closest("tr[data-row]");
    if (by && tr) {
      event.preventDefault();
      const place = Number(tr.dataset.place) + by;
      if (place >= 0 && place < this.shown.length) {
        const top = place * ROW;
        this.box.scrollTop = Math.min(top, Math.max(this.box.scrollTop, top + 3 * ROW - this.box.clientHeight));
        this.draw(false);
        this.table.querySelector(`tr[data-place="${place}"] button`).focus();
      }
    }
  }

  /** What a search looks through, made when somebody searches. */
  texts() {
    if (!this.searched) {
      const run = this.run;
      this.searched = Array.from({ length: run.size }, (_, row) => [run.jobs.id[row], run.jobs.label[row], run.hostName(row),
        run.programs[run.jobs.program[row]], run.message(row)].join("\n").toLowerCase());
    }
    return this.searched;
  }

  /** Shows the jobs that hold all words, and are in a state if one is named, from the first. */
  search(text, state) {
    this.select(text, state);
    this.box.scrollTop = 0;
    this.draw(true);
  }

  select(text, state) {
    const words = text.toLowerCase().split(/\s+/).filter((word) => word);
    const wanted = state === "" ? -1 : this.run.state[state];
    this.shown = words.length === 0 && wanted < 0 ? this.order : this.order.filter((row) =>
      (wanted < 0 || this.run.jobs.state[row] === wanted) && words.every((word) => this.texts()[row].includes(word)));
    byId("job-count").textContent = this.shown.length === this.run.size ? jobs(this.run.size)
      : `${count(this.shown.length)} of ${jobs(this.run.size)}`;
    this.table.setAttribute("aria-rowcount", this.shown.length + 1);
  }

  sort(name, up) {
    const column = this.columns.find((one) => one.name === name);
    const rises = up !== undefined ? up : this.sorting.column === name ? !this.sorting.up : name !== "took" && name !== "tries";
    this.sorting = { column: name, up: rises };
    this.order = this.sorted();
    this.search(byId("search").value, byId("state-filter").value);
  }

  sorted() {
    const { column: name, up } = this.sorting, key = this.columns.find((one) => one.name === name).key;
    const keys = Array.from({ length: this.run.size }, (_, row) => key(row)), sign = up ? 1 : -1;
    return Int32Array.from(Array.from(keys.keys()).sort((a, b) => (keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b)));
  }

  /** Shows the jobs of a state. */
  filter(state, text) {
    byId("search").value = text;
    byId("state-filter").value = state;
    this.search(text, state);
    byId("jobs").scrollIntoView();
  }

  row(place) {
    const row = this.shown[place];
    return element("tr", { "data-row": row, "data-place": place, "aria-rowindex": place + 2 }, ...this.columns.map((column) => {
      const cell = column.cell(row);
      return element("td", { class: column.number ? "number" : column.className, title: column.className && cell }, cell);
    }));
  }

  /** Puts the rows of these places into the page; those that are there already stay, and so does the focus. */
  place(first, last, anew) {
    const body = this.table.tBodies[0];
    if (anew) {
      this.rows = new Map();
      body.replaceChildren(this.above, this.below);
    }
    this.rows.forEach((tr, place) => {
      if (place < first || place >= last) {
        tr.remove();
        this.rows.delete(place);
      }
    });
    let next = this.below;
    for (let place = last - 1; place >= first; place--) {
      if (!this.rows.has(place)) {
        this.rows.set(place, this.row(place));
        body.insertBefore(this.rows.get(place), next);
      }
      next = this.rows.get(place);
    }
    if (anew && this.shown.length === 0) {
      body.insertBefore(element("tr", {}, element("td", { colspan: this.columns.length, class: "empty" },
        "No job is like that. Clear the search or choose another state.")), this.below);
    }
  }

  draw(anew) {
    const printing = document.documentElement.classList.contains("printing");
    const first = printing ? 0 : Math.max(0, Math.floor(this.box.scrollTop / ROW) - BEYOND);
    const last = printing ? Math.min(PRINTED, this.shown.length)
      : Math.min(this.shown.length, Math.ceil((this.box.scrollTop + VIEW) / ROW) + BEYOND);
    if (!anew && first === this.first && last === this.last) {
      return;
    }
    this.first = first;
    this.last = last;
    this.above.firstChild.style.height = first * ROW + "px";
    this.below.firstChild.style.height = (printing ? 0 : this.shown.length - last) * ROW + "px";
    this.place(first, last, anew);
    this.columns.forEach((column, i) => this.heads[i].setAttribute("aria-sort",
      this.sorting.column !== column.name ? "none" : this.sorting.up ? "ascending" : "descending"));
    byId("job-print").textContent = printing && last < this.shown.length
      ? `Printed are the first ${PRINTED} of ${jobs(this.shown.length)} in the order chosen.` : "";
  }
}
