const AGAIN = 2000;

const RUN_COLUMNS = [["Run", ""], ["Recipe", ""], ["State", ""], ["Done", "number"], ["Failed", "number"], ["Parked", "number"], ["Running", "number"], ["Waiting", "number"], ["%", "number"], ["Left", "number"], ["Since", "number"]];

function runRow(run) {
  const amount = (value) => value ? count(value) : "";
  const cells = [element("a", { href: "?job=" + encodeURIComponent(run.job_name) }, oneLine(run.job_name)), oneLine(run.recipe),
    element("span", { class: "badge " + run.state }, run.state), count(run.done), amount(run.failed), amount(run.parked), amount(run.running), amount(run.waiting),
    run.percent + " %", run.left, run.since];
  return element("tr", {}, ...cells.map((cell, i) => element("td", { class: RUN_COLUMNS[i][1] }, cell)));
}

let shown = "";

async function showRuns() {
  const line = byId("following");
  try {
    const answer = await fetch("runs");
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(JSON.parse(text).error);
    }
    if (text !== shown) {
      shown = text;
      const runs = JSON.parse(text), focused = document.activeElement?.getAttribute("href");
      byId("runs").replaceChildren(runs.length === 0 ? element("p", { class: "note" }, "There is no run yet.")
        : element("table", {}, element("thead", {}, element("tr", {}, ...RUN_COLUMNS.map(([name, look]) => element("th", { scope: "col", class: look }, name)))),
          element("tbody", {}, ...runs.map(runRow))));
      Array.from(document.querySelectorAll("#runs a")).find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
    }
    line.textContent = "";
  } catch (fault) {
    line.textContent = "The runs cannot be read now: " + fault.message;
  }
  byId("main").removeAttribute("aria-busy");
  setTimeout(showRuns, document.hidden ? 5 * AGAIN : AGAIN);
}

byId("data").remove();
showRuns();
