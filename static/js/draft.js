/* The proposal's form: says how the quiet save went, and tries again by itself when it did not go.
   Without this file the form is saved by its button. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-draft]");
  if (!form || !window.htmx || !window.session) return;
  const status = document.getElementById("lagret");
  const RETRY_AFTER = 10 * 1000;
  let unsaved = false; // something is written that no save has taken
  let saving = false;
  let failed = false;
  let retry;
  let sent = new Map(); // the texts as they were when they were sent

  const areas = () => [...form.querySelectorAll("textarea[name]")].map((area) => [area.name, area.value]);
  const say = (text, link) => status.replaceChildren(text, ...(link ? [" ", window.session.loginLink()] : []));
  const save = () => { if (failed && !saving) window.htmx.trigger(form, "lagre"); };

  form.addEventListener("input", () => { unsaved = true; });

  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    clearTimeout(retry);
    saving = true;
    unsaved = false; // what is written from now on is newer than this save
    sent = new Map(areas());
    say("Lagrer …");
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    saving = false;
    failed = !event.detail.successful;
    if (!failed) return;
    unsaved = true;
    const code = event.detail.xhr.status;
    if (code === 401 || code === 403) say(`Ikke lagret: ${window.session.OUT}`, true);
    else if (code === 404) say("Ikke lagret: Forslaget finnes ikke lenger. Kopier teksten din.");
    else {
      say(`Ikke lagret: ${window.session.AWAY} Vi prøver igjen.`);
      retry = setTimeout(save, RETRY_AFTER);
    }
  });

  // What was stored need not be kept in the browser any more; what was disputed, or refused, must.
  const taken = () => {
    const refused = status.querySelector("[data-refused]");
    const stored = [...sent].filter(([name]) => !refused && !document.querySelector(`#annens-${name} input`));
    if (stored.length < sent.size) unsaved = true;
    form.dispatchEvent(new CustomEvent("kept:saved", { detail: Object.fromEntries(stored) }));
  };

  // A text another has saved comes into the field, unless this person has begun to write in it.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== status) return;
    for (const theirs of status.querySelectorAll("[data-theirs]")) {
      const area = form.elements[theirs.dataset.theirs];
      if (!area || area.value !== sent.get(area.name)) continue;
      area.value = theirs.textContent;
      document.getElementById(`base_${area.name}`).value = theirs.dataset.base;
    }
    taken();
  });

  document.addEventListener("session:renewed", save);
  window.addEventListener("online", save);

  // A save on its way is waited for, so that it is not taken for somebody else's.
  form.addEventListener("submit", (event) => {
    if (!saving) { unsaved = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    const look = () => (saving ? setTimeout(look, 50) : form.requestSubmit(button));
    look();
  }, true);

  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
