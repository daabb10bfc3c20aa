const SCREEN = 64 * 1024, MOST_SHOWN = 2 * 1024 * 1024, LOOK_AGAIN = 1000;

/** What an attempt printed, from its end, and what it prints while somebody looks. */
class OutputPane {
  constructor(job, attempt) {
    this.query = `job=${job}&attempt=${attempt}`;
    this.text = element("pre", { class: "output", tabindex: "0", "aria-label": "What it printed" });
    this.earlier = element("button", { type: "button", class: "plain", hidden: true, on: { click: () => this.readEarlier() } }, "Show what came before");
    this.status = element("p", { class: "note", role: "status" });
    this.buttons = { stderr: "Standard error", stdout: "Standard output" };
    Object.entries(this.buttons).forEach(([stream, text]) => this.buttons[stream] = element("button", { type: "button", "aria-pressed": "false", on: { click: () => this.choose(stream) } }, text));
    this.node = element("div", { class: "output-pane" }, element("div", { class: "buttons", role: "group", "aria-label": "Output" }, ...Object.values(this.buttons)), this.status, this.earlier, this.text);
    this.text.hidden = true;
  }

  choose(stream) {
    this.stream = stream;
    Object.entries(this.buttons).forEach(([name, button]) => button.setAttribute("aria-pressed", String(name === stream)));
    this.decoder = new TextDecoder();
    this.first = this.next = null;
    this.text.textContent = "";
    this.text.hidden = false;
    clearTimeout(this.waiting);
    this.follow(stream);
  }

  async read(from) {
    const answer = await fetch(`output?${this.query}&stream=${this.stream}&from=${from}`);
    if (!answer.ok) {
      throw new Error((await answer.json()).error);
    }
    return { bytes: new Uint8Array(await answer.arrayBuffer()), from: Number(answer.headers.get("X-Output-From")), size: Number(answer.headers.get("X-Output-Size")) };
  }

  async follow(stream) {
    let isBehind = false;
    try {
      const part = await this.read(this.next === null ? -SCREEN : this.next);
      if (stream !== this.stream) {
        return;
      }
      this.first ??= part.from;
      this.next = part.from + part.bytes.length;
      isBehind = this.next < part.size;
      const isAtEnd = this.text.scrollTop + this.text.clientHeight >= this.text.scrollHeight - 4;
      this.append(this.decoder.decode(part.bytes, { stream: true }));
      if (isAtEnd && part.bytes.length > 0) {
        this.text.scrollTop = this.text.scrollHeight;
      }
      this.say(part.size === 0 ? "It printed nothing so far." : "");
    } catch (fault) {
      this.say(fault.message);
    }
    if (stream === this.stream && this.node.isConnected && byId("details").open) {
      this.waiting = setTimeout(() => this.follow(stream), isBehind ? 0 : LOOK_AGAIN);
    }
  }

  append(text) {
    if (text) {
      this.text.append(visible(text));
      const all = this.text.textContent;
      if (all.length > MOST_SHOWN) {
        this.text.textContent = all.slice(-MOST_SHOWN / 2);
        this.first = null;
      }
    }
    this.earlier.hidden = !this.first;
  }

  async readEarlier() {
    const from = Math.max(0, this.first - SCREEN), height = this.text.scrollHeight;
    try {
      const part = await this.read(from);
      this.text.prepend(visible(new TextDecoder().decode(part.bytes.slice(0, this.first - from))));
      this.text.normalize();
      this.first = from;
      this.earlier.hidden = !from;
      this.text.scrollTop += this.text.scrollHeight - height;
    } catch (fault) {
      this.say(fault.message);
    }
  }

  say(text) {
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
  }
}
