const AXIS = 28, TALLEST = 520;

/** The attempts on their lanes, drawn on demand: what is not in view costs nothing. */
class Timeline {
  constructor(open) {
    this.open = open;
    this.box = byId("lanes");
    this.canvas = byId("canvas");
    this.tip = byId("tip");
    this.selected = -1;
    this.drag = null;
    this.run = null;
  }

  /** Shows how the attempts are now; who looks at a part of the time goes on looking at that part. */
  show(run, starts) {
    const former = this.run, isWhole = !former || this.from === this.whole[0] && this.to === this.whole[1];
    const selected = this.selected < 0 ? null : former.attempts;
    const [job, number] = selected ? [former.jobs.id[selected.job[this.selected]], selected.number[this.selected]] : [];
    this.run = run;
    this.starts = starts;
    this.whole = [-run.length * 0.01 - 1, run.length * 1.01 + 1];
    if (isWhole) {
      [this.from, this.to] = this.whole;
    }
    if (selected) {
      const row = run.jobs.id.indexOf(job);
      this.selected = row < 0 ? -1 : Math.min(run.firstAttempt[row] + number, run.firstAttempt[row + 1]) - 1;
    }
    this.showHosts(byId("lane-filter").value);
    if (!former) {
      this.listen();
    }
    this.layOut();
  }

  /** Shows the lanes of the hosts whose name holds a text. */
  showHosts(text) {
    const run = this.run, wanted = text.trim().toLowerCase().split(/[\s,]+/).filter((word) => word);
    this.shown = [];
    this.hostOfShown = [];
    run.hosts.forEach((name, host) => {
      if (wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word))) {
        for (let lane = run.laneBase[host]; lane < run.laneBase[host + 1]; lane++) {
          this.shown.push(lane);
          this.hostOfShown.push(host);
        }
      }
    });
    this.lane = this.shown.length <= 48 ? 18 : 13;
    this.canvas.setAttribute("aria-label", `Time line of ${count(run.attemptCount)} attempts on ${count(this.shown.length)} lanes. `
      + "The table of all jobs below has the same in text.");
  }

  layOut() {
    const total = AXIS + Math.max(2, this.shown.length) * this.lane + 4;
    this.gutter = Math.min(150, 24 + 7.5 * Math.max(4, ...this.run.hosts.map((name) => name.length)));
    this.height = document.documentElement.classList.contains("printing") ? Math.min(total, 900) : Math.min(TALLEST - 2, total);
    this.width = this.box.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.canvas.style.width = this.width + "px";
    this.canvas.style.height = this.height + "px";
    byId("lane-space").style.height = total - this.height + "px";
    this.draw();
  }

  later() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    }
  }

  x(time) {
    return this.gutter + (time - this.from) / (this.to - this.from) * (this.width - this.gutter);
  }

  time(x) {
    return this.from + (x - this.gutter) / (this.width - this.gutter) * (this.to - this.from);
  }

  colors() {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(["page", "raised", "line", "text", "muted", "accent", "done", "failed", "running", "waiting", "ignored"]
      .map((name) => [name, style.getPropertyValue("--" + name).trim()]));
  }

  draw() {
    const c = this.canvas.getContext("2d"), ratio = window.devicePixelRatio || 1, colors = this.colors();
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.font = "12px system-ui, sans-serif";
    c.textBaseline = "middle";
    c.fillStyle = colors.page;
    c.fillRect(0, 0, this.width, this.height);
    const first = Math.floor(this.box.scrollTop / this.lane);
    const last = Math.min(this.shown.length, Math.ceil((this.box.scrollTop + this.height - AXIS) / this.lane));
    c.save();
    c.beginPath();
    c.rect(0, AXIS, this.width, this.height - AXIS);
    c.clip();
    for (let i = first; i < last; i++) {
      this.drawGround(c, colors, i);
    }
    this.drawMarks(c, colors);
    this.drawn = 0;
    c.beginPath();
    c.rect(this.gutter, AXIS, this.width - this.gutter, this.height - AXIS);
    c.clip();
    for (let i = first; i < last; i++) {
      this.drawLane(c, colors, i);
    }
    c.restore();
    this.drawNames(c, colors, first, last);
    this.drawAxis(c, colors);
    if (this.drag && this.drag.span) {
      const [a, b] = [this.drag.from, this.drag.to].sort((p, q) => p - q);
      c.fillStyle = colors.accent;
      c.globalAlpha = 0.18;
      c.fillRect(a, AXIS, b - a, this.height - AXIS);
      c.globalAlpha = 1;
    }
    if (this.shown.length === 0) {
      c.fillStyle = colors.muted;
      c.fillText("no attempt on such a host", this.gutter + 12, AXIS + this.lane);
    }
  }

  top(i) {
    return AXIS + i * this.lane - this.box.scrollTop;
  }

  drawGround(c, colors, i) {
    if (this.hostOfShown[i] % 2) {
      c.fillStyle = colors.raised;
      c.fillRect(0, this.top(i), this.width, this.lane);
    }
    if (i === 0 || this.hostOfShown[i] !== this.hostOfShown[i - 1]) {
      c.fillStyle = colors.line;
      c.fillRect(0, this.top(i), this.width, 1);
    }
  }

  drawMarks(c, colors) {
    c.fillStyle = colors.line;
    this.marks().forEach((mark) => c.fillRect(Math.round(this.x(mark.time - this.run.origin)), AXIS, 1, this.height));
    c.fillStyle = colors.muted;
    this.starts.filter((start) => start > this.from && start < this.to).forEach((start) => {
      for (let y = AXIS; y < this.height; y += 6) {
        c.fillRect(Math.round(this.x(start)), y, 1, 3);
      }
    });
  }

  marks() {
    return timeMarks(this.run.time(this.from), this.run.time(this.to), Math.max(2, Math.floor((this.width - this.gutter) / 110)));
  }

  /** Finds the first attempt on a lane that ends after a time. */
  firstAfter(lane, time) {
    const { order, laneStart, ended } = this.run;
    let low = laneStart[lane], high = laneStart[lane + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ended[order[middle]] > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  drawLane(c, colors, i) {
    const { order, laneStart, began, ended, idleEnd } = this.run, lane = this.shown[i];
    const top = this.top(i) + 2, high = this.lane - 4;
    let painted = -1, paintedLook = "";
    for (let at = this.firstAfter(lane, this.from); at < laneStart[lane + 1]; at++) {
      const attempt = order[at];
      if (idleEnd[attempt] > this.to) {
        break;
      }
      const from = this.x(began[attempt]), until = this.x(ended[attempt]), look = this.run.look(attempt);
      const wait = this.x(idleEnd[attempt]);
      if (from - wait >= 1) {
        c.fillStyle = colors.waiting;
        c.fillRect(wait, top + high / 2 - 2, from - wait, 4);
      }
      const pixel = Math.round(until);
      // bars that share a pixel are one, but a failure is never hidden by its neighbours
      if (pixel === painted && look === paintedLook || until - from < 0.5 && pixel === painted && look !== "failed") {
        continue;
      }
      painted = pixel;
      paintedLook = look;
      this.drawBar(c, colors, attempt, look, { from, until, top, high });
      this.drawn++;
    }
  }

  drawBar(c, colors, attempt, look, { from, until, top, high }) {
    const left = Math.max(from, this.gutter - 4), gap = until - from > 4 ? 1 : 0;
    const wide = Math.max(look === "failed" ? 2 : 1, Math.min(until, this.width + 4) - left - gap);
    c.fillStyle = colors[look];
    c.globalAlpha = look === "running" ? 0.55 : 1;
    c.fillRect(left, top, wide, high);
    c.globalAlpha = 1;
    if (look === "failed" && wide > 5) {
      this.hatch(c, colors.page, left, top, wide, high);
    }
    if (look === "running") {
      c.fillStyle = colors.running;
      c.fillRect(left, top, 3, high);
      c.beginPath();
      c.moveTo(left + wide, top - 1);
      c.lineTo(left + wide + 6, top + high / 2);
      c.lineTo(left + wide, top + high + 1);
      c.fill();
    }
    if (this.run.attempts.number[attempt] > 1 && wide > 16 && high >= 9) {
      c.fillStyle = colors.page;
      c.font = "600 10px system-ui, sans-serif";
      c.fillText(this.run.attempts.number[attempt] + ".", left + 4, top + high / 2 + 0.5);
    }
    if (attempt === this.selected) {
      c.strokeStyle = colors.text;
      c.lineWidth = 2;
      c.strokeRect(left - 1, top - 1, Math.max(3, wide) + 2, high + 2);
    }
  }

  hatch(c, color, left, top, wide, high) {
    c.save();
    c.beginPath();
    c.rect(left, top, wide, high);
    c.clip();
    c.strokeStyle = color;
    c.globalAlpha = 0.45;
    c.lineWidth = 1.5;
    c.beginPath();
    for (let x = left - high; x < left + wide; x += 6) {
      c.moveTo(x, top + high);
      c.lineTo(x + high, top);
    }
    c.stroke();
    c.restore();
  }

  drawNames(c, colors, first, last) {
    c.save();
    c.beginPath();
    c.rect(0, AXIS, this.gutter - 8, this.height - AXIS);
    c.clip();
    c.font = "12px system-ui, sans-serif";
    c.fillStyle = colors.text;
    for (let i = first; i < last; i++) {
      if (i === 0 || this.hostOfShown[i] !== this.hostOfShown[i - 1] || i === first) {
        const next = this.hostOfShown[i] === this.hostOfShown[i + 1] ? this.lane : 0;
        const y = i === first ? Math.max(this.top(i), Math.min(AXIS, this.top(i) + next)) : this.top(i);
        c.fillText(oneLine(this.run.hosts[this.hostOfShown[i]]), 12, y + this.lane / 2 + 1);
      }
    }
    c.restore();
    c.fillStyle = colors.line;
    c.fillRect(this.gutter - 1, AXIS, 1, this.height);
  }

  drawAxis(c, colors) {
    c.fillStyle = colors.raised;
    c.fillRect(0, 0, this.width, AXIS);
    c.fillStyle = colors.line;
    c.fillRect(0, AXIS - 1, this.width, 1);
    c.fillStyle = colors.muted;
    c.font = "12px system-ui, sans-serif";
    c.textAlign = "center";
    this.marks().map((mark) => ({ x: this.x(mark.time - this.run.origin), text: mark.text }))
      .filter((mark) => mark.x > this.gutter + 18 && mark.x < this.width - 22)
      .forEach((mark) => c.fillText(mark.text, mark.x, AXIS / 2));
    c.textAlign = "start";
    c.fillText(duration(this.to - this.from), 12, AXIS / 2);
  }

  /** Shows a span of time, no shorter than a hundredth of a second and no longer than the run. */
  showSpan(from, to) {
    const longest = this.whole[1] - this.whole[0];
    const span = Math.min(longest, Math.max(10, to - from));
    const begin = Math.min(Math.max(from, this.whole[0]), this.whole[1] - span);
    this.from = begin;
    this.to = begin + span;
    this.tip.hidden = true;
    this.later();
    this.say(`Shows ${duration(span)} from ${clock(this.run.time(begin))}.`);
  }

  zoom(factor, at) {
    const middle = at === undefined ? (this.from + this.to) / 2 : at;
    this.showSpan(middle - (middle - this.from) * factor, middle + (this.to - middle) * factor);
  }

  move(part) {
    const by = (this.to - this.from) * part;
    this.showSpan(this.from + by, this.to + by);
  }

  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => byId("timeline-status").textContent = text, 400);
  }

  /** Returns the attempt at a point of the canvas; -1 if there is none. */
  at(x, y) {
    const i = Math.floor((y - AXIS + this.box.scrollTop) / this.lane);
    if (y < AXIS || x < this.gutter || i < 0 || i >= this.shown.length) {
      return -1;
    }
    const { order, laneStart, ended, idleEnd } = this.run, lane = this.shown[i];
    const near = 3 / (this.width - this.gutter) * (this.to - this.from), time = this.time(x);
    const from = this.firstAfter(lane, time - near);
    let best = -1, distance = Infinity;
    for (let at = from; at < Math.min(from + 4, laneStart[lane + 1]); at++) {
      const attempt = order[at];
      const away = time < idleEnd[attempt] ? idleEnd[attempt] - time : time > ended[attempt] ? time - ended[attempt] : 0;
      if (away <= near && away < distance) {
        best = attempt;
        distance = away;
      }
    }
    return best;
  }

  listen() {
    const box = this.box;
    box.addEventListener("scroll", () => this.later(), { passive: true });
    box.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("dblclick", () => this.showSpan(...this.whole));
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerup", (event) => this.release(event));
    this.canvas.addEventListener("pointerleave", () => this.tip.hidden = true);
    byId("zoom-in").addEventListener("click", () => this.zoom(0.5));
    byId("zoom-out").addEventListener("click", () => this.zoom(2));
    byId("zoom-all").addEventListener("click", () => this.showSpan(...this.whole));
    byId("lane-filter").addEventListener("input", (event) => {
      this.showHosts(event.target.value);
      box.scrollTop = 0;
      this.layOut();
    });
    new ResizeObserver(() => this.layOut()).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.later());
  }

  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(Math.max(-100, Math.min(100, event.deltaY)) / 250), this.time(event.offsetX));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.move((event.deltaX || event.deltaY) / this.width);
    }
  }

  key(event) {
    const act = {
      "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), "0": () => this.showSpan(...this.whole),
      ArrowLeft: () => this.move(-0.2), ArrowRight: () => this.move(0.2),
      n: () => this.step(1), p: () => this.step(-1),
      Enter: () => this.selected >= 0 && this.open(this.run.attempts.job[this.selected]),
    }[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  }

  /** Goes to the next attempt on its lane, or on the next lane. */
  step(by) {
    const { order } = this.run;
    const now = this.selected < 0 ? (by > 0 ? -1 : order.length) : order.indexOf(this.selected);
    if (now + by >= 0 && now + by < order.length) {
      this.select(order[now + by]);
    }
  }

  select(attempt) {
    const run = this.run;
    this.selected = attempt;
    const i = this.shown.indexOf(run.laneBase[run.hostOf(attempt)] + run.attempts.lane[attempt]);
    if (i >= 0 && (this.top(i) < AXIS || this.top(i) + this.lane > this.height)) {
      this.box.scrollTop = Math.max(0, i * this.lane - this.height / 3);
    }
    if (run.ended[attempt] < this.from || run.began[attempt] > this.to) {
      const span = this.to - this.from;
      this.showSpan(run.began[attempt] - span / 3, run.began[attempt] + 2 * span / 3);
    }
    this.say(this.lines(attempt).join(", "));
    this.later();
  }

  /** What is said of an attempt in a few words. */
  lines(attempt) {
    const run = this.run, row = run.attempts.job[attempt], ending = run.attempts.ending[attempt];
    const name = run.jobs.label[row] || run.programs[run.jobs.program[row]];
    const how = ending === run.ending.running ? "running" : ending === run.ending.success ? "succeeded"
      : ending === run.ending.error ? "failed" : run.endings[ending];
    const wait = run.attempts.wait[attempt];
    return [`job ${run.jobs.id[row]}: ${name}`,
      `${run.hostName(row)}, lane ${run.attempts.lane[attempt] + 1}, attempt ${run.attempts.number[attempt]} ${how} after ${duration(run.attempts.run[attempt])}`
        + (wait >= 1000 ? `, waited ${duration(wait)}` : ""),
      `from ${clock(run.time(run.began[attempt]))}`].concat(run.messages[run.attempts.message[attempt]] || []);
  }

  press(event) {
    if (event.button === 0 && event.offsetX > this.gutter) {
      this.drag = { from: event.offsetX, to: event.offsetX, span: false };
      this.canvas.setPointerCapture(event.pointerId);
    }
  }

  point(event) {
    if (this.drag) {
      this.drag.to = Math.max(this.gutter, Math.min(this.width, event.offsetX));
      this.drag.span = this.drag.span || Math.abs(this.drag.to - this.drag.from) > 5;
      this.tip.hidden = true;
      this.later();
      return;
    }
    const attempt = this.at(event.offsetX, event.offsetY);
    this.tip.hidden = attempt < 0;
    if (attempt >= 0) {
      this.tip.replaceChildren(...this.lines(attempt).map((line, i) => element("p", i === 0 ? {} : { class: "where" }, oneLine(line))));
      this.tip.style.left = Math.max(8, Math.min(event.clientX + 14, innerWidth - this.tip.offsetWidth - 12)) + "px";
      this.tip.style.top = (event.clientY + 18 + this.tip.offsetHeight > innerHeight ? event.clientY - this.tip.offsetHeight - 10 : event.clientY + 18) + "px";
    }
  }

  release(event) {
    const drag = this.drag;
    this.drag = null;
    if (drag && drag.span) {
      const [a, b] = [this.time(drag.from), this.time(drag.to)].sort((p, q) => p - q);
      this.showSpan(a, b);
    } else if (drag) {
      const attempt = this.at(event.offsetX, event.offsetY);
      if (attempt >= 0) {
        this.selected = attempt;
        this.later();
        this.open(this.run.attempts.job[attempt]);
      }
    }
  }
}

function legend(run) {
  const looks = new Set(Array.from(run.attempts.ending, (_, i) => run.look(i)));
  const texts = [["done", "succeeded"], ["failed", "failed"], ["running", "running"], ["ignored", "left out, given back or lost"]];
  return [...texts.filter(([look]) => looks.has(look)), ["waiting", "waiting for its start"]]
    .map(([look, text]) => element("li", {}, element("span", { class: "swatch " + look }), text));
}
