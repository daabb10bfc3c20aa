// Everything that a run says gets into the page here, as text.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Writes out characters that would do something instead of being shown. */
function visible(value) {
  return String(value).replace(HIDDEN, (c) => {
    const code = c.charCodeAt(0);
    return code < 256 ? "\\x" + code.toString(16).padStart(2, "0") : "\\u" + code.toString(16).padStart(4, "0");
  });
}

function oneLine(value) {
  return visible(value).replace(/\n/g, "\\n").replace(/\t/g, "\\t");
}

function byId(id) {
  return document.getElementById(id);
}

function filled(node, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === "on") {
      Object.entries(value).forEach(([event, listener]) => node.addEventListener(event, listener));
    } else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(name, value === true ? "" : visible(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined) {
      node.append(child instanceof Node ? child : document.createTextNode(visible(child)));
    }
  }
  return node;
}

function element(tag, properties, ...children) {
  return filled(document.createElement(tag), properties, children);
}

function shape(tag, properties, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

/** A command to type; a click copies it. */
function command(text) {
  const button = element("button", { type: "button", class: "command", title: "Copy to the clipboard" }, text);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 1500);
    } catch (e) {
      getSelection().selectAllChildren(button);
    }
  });
  return button;
}

function commands(...texts) {
  return element("ul", { class: "commands" }, ...texts.map((text) => element("li", {}, command(text))));
}
