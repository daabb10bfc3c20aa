unpack(byId("data").textContent).then((data) => {
  byId("data").remove();
  byId("loading").remove();
  report = new Page(data.summary, new Run(decoded(data.run)), ALONE);
  byId("main").removeAttribute("aria-busy");
}).catch((fault) => {
  cannotShow(fault);
  throw fault;
});
