/* A hearing answer written without a login is kept in this browser until it is sent, at most a week: the texts and the
   choices, never the e-mail address or files. Without this file the form works the same, and keeps nothing. */
(() => {
  "use strict";

  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  if (!store) return;
  const PREFIX = "horingssvar:";
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const read = (key) => { try { return JSON.parse(store.getItem(key)) || {}; } catch { return {}; } };
  const keys = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));

  for (const key of keys()) if (!(Date.now() - read(key).at < WEEK)) store.removeItem(key);

  // The page that says the answer is received: nothing need be kept of it any more.
  const sent = document.querySelector("[data-sent]");
  if (sent) for (const key of keys()) if (key.startsWith(`${PREFIX}${sent.dataset.sent}.`)) store.removeItem(key);

  const form = document.querySelector("form[data-answer]");
  if (!form) return;
  const key = PREFIX + form.dataset.answer;
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "once", "versjon", "email", "attachments", "nettsted"]);
  form.querySelector("[data-kept]").hidden = false;

  const keep = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!LEFT_OUT.has(name) && value) fields[name] = value;
    try { store.setItem(key, JSON.stringify({ at: Date.now(), fields })); } catch { /* full: the form still holds it */ }
  };
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 300); });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });

  const put = (name, value) => {
    const field = form.elements[name];
    if (!field) return false;
    if (field instanceof RadioNodeList) {
      if (![...field].some((one) => one.value === value)) return false;
      field.value = value;
      return true;
    }
    if (field.value === value) return false;
    field.value = value;
    return true;
  };
  if ("fresh" in form.dataset) {
    const fields = Object.entries(read(key).fields || {});
    if (fields.map(([name, value]) => put(name, value)).some(Boolean)) form.querySelector("[data-restored]").hidden = false;
  }
  form.querySelector("[data-forget]").addEventListener("click", () => {
    clearTimeout(waiting);
    waiting = undefined;
    store.removeItem(key);
    form.reset();
    form.querySelector("[data-restored]").hidden = true;
    form.querySelector("textarea").focus();
  });
})();
