/* What is written in a form with data-keep is kept in this browser until it is saved, and offered back when it was not:
   after a closed window, a lost connection, or a login that ran out. Nobody but the same user is offered it, it is
   thrown away by logging out, and after a week. */
(() => {
  "use strict";

  const user = document.body.dataset.user;
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  if (!user || !store) return;
  const PREFIX = "kladd:";
  const SENT = "kladd-sendt";
  const WEEK = 7 * 24 * 60 * 60 * 1000;

  const keys = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const read = (key) => { try { return JSON.parse(store.getItem(key)) || {}; } catch { return {}; } };
  const write = (key, fields) => {
    try {
      if (Object.keys(fields).length) store.setItem(key, JSON.stringify({ at: Date.now(), fields }));
      else store.removeItem(key);
    } catch { /* the browser's room is full: the form itself still holds the text */ }
  };
  const plain = (text) => text.replace(/\r\n?/g, "\n").trim();

  for (const key of keys()) if (!(Date.now() - read(key).at < WEEK)) store.removeItem(key);

  document.addEventListener("submit", (event) => {
    if (event.target.matches(".who__out")) for (const key of keys()) store.removeItem(key);
  });

  // A form that led on to another page was taken; one that came back to its own page was not, or is saved as it stands.
  const sent = (() => { try { return JSON.parse(sessionStorage.getItem(SENT)); } catch { return null; } })();
  if (sent && sent.path !== location.pathname && !document.querySelector("[data-not-taken]")) store.removeItem(sent.key);
  sessionStorage.removeItem(SENT);

  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const key = `${PREFIX}${user}:${form.dataset.keep}`;
  const text = (element) => element?.matches?.("textarea[name], input[type=text][name]") && !element.readOnly;
  const baseOf = (name) => form.querySelector(`#base_${name}`);
  const fields = read(key).fields || {};

  // Two windows share the copy: each writes only what it has touched itself.
  const touched = new Set();
  const keep = () => {
    const all = read(key).fields || {};
    for (const name of touched) {
      if (fields[name]) all[name] = fields[name];
      else delete all[name];
    }
    write(key, all);
  };
  const forget = (name) => { touched.add(name); delete fields[name]; };
  let waiting;
  form.addEventListener("input", (event) => {
    if (!text(event.target)) return;
    const { name, value } = event.target;
    touched.add(name);
    fields[name] = { text: value, base: baseOf(name)?.value };
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });

  // Told by the quiet save: these texts are stored as they are here.
  form.addEventListener("kept:saved", (event) => {
    for (const [name, value] of Object.entries(event.detail)) if (fields[name]?.text === value) forget(name);
    keep();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keep();
    sessionStorage.setItem(SENT, JSON.stringify({ key, path: location.pathname }));
  });

  const element = (tag, words, attributes = {}) => Object.assign(document.createElement(tag), { textContent: words, ...attributes });
  const labelOf = (area) => area.labels?.[0]?.textContent || area.name;
  const button = (words, act) => {
    const made = element("button", words, { type: "button", className: "ds-button" });
    made.dataset.variant = "secondary";
    made.dataset.size = "sm";
    made.addEventListener("click", act);
    return made;
  };

  const looked = new Set(); // each text is compared with its field once: when the field comes to the page
  const offer = () => {
    const refused = document.querySelector(".ds-error-summary");
    for (const [name, { text: kept }] of Object.entries(fields)) {
      const area = form.elements[name];
      if (!text(area) || looked.has(name) || touched.has(name)) continue;
      looked.add(name);
      if (plain(area.value) === plain(kept)) { if (!refused) forget(name); }
      else if (!refused) show(name, area);
    }
    keep();
  };

  const box = element("section", "", { className: "ds-alert stack-sm", id: "kladd" });
  box.dataset.color = "warning";
  box.setAttribute("aria-labelledby", "h-kladd");
  box.append(
    element("h2", "Tekst som ikke ble lagret", { id: "h-kladd" }),
    element("p", "Denne nettleseren har tekst som ikke kom fram til tjenesten. Sett den inn, eller forkast den."),
  );

  const show = (name, area) => {
    const { text: kept, base } = fields[name];
    const row = element("div", "", { className: "stack-sm kept" });
    const done = () => {
      row.remove();
      if (!box.querySelector(".kept")) box.remove();
    };
    const actions = element("p", "", { className: "row" });
    actions.append(
      button(`Sett inn i «${labelOf(area)}»`, () => {
        done();
        area.value = kept;
        if (base && baseOf(name)) baseOf(name).value = base; // another's text saved since is then shown beside it
        area.dispatchEvent(new Event("input", { bubbles: true }));
        area.focus();
      }),
      button("Forkast", () => { forget(name); keep(); done(); form.querySelector("textarea, input")?.focus(); }),
    );
    row.append(element("h3", labelOf(area)), element("div", kept, { className: "kept__text" }), actions);
    box.append(row);
    if (!box.isConnected) form.before(box);
  };

  offer();
  document.addEventListener("htmx:afterSettle", offer); // fields that came with a later choice
})();
