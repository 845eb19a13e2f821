/* The proposal's form: says how the quiet save went, and lets nothing written get lost on the way.
   Without this file the form is saved by its button. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-draft]");
  if (!form || !window.htmx) return;
  const status = document.getElementById("lagret");
  let unsaved = false; // something is written that no save has taken
  let saving = false;
  let failed = false;

  const say = (text, link) => {
    status.textContent = text;
    if (link) {
      const a = document.createElement("a");
      a.href = form.dataset.login;
      a.target = "_blank";
      a.textContent = link;
      status.append(" ", a);
    }
  };

  form.addEventListener("input", () => { unsaved = true; });

  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    saving = true;
    unsaved = false; // what is written from now on is newer than this save
    say("Lagrer …");
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    saving = false;
    failed = !event.detail.successful;
    if (!failed) return;
    unsaved = true;
    const code = event.detail.xhr.status;
    if (code === 401 || code === 403) say("Ikke lagret: Du er logget ut. Teksten står her fortsatt.", "Logg inn i en ny fane");
    else if (code === 404) say("Ikke lagret: Forslaget finnes ikke lenger. Kopier teksten din.");
    else if (code !== 422) say("Ikke lagret: Ingen kontakt med tjenesten. Teksten står her fortsatt, og vi prøver igjen når du skriver.");
  });

  // A login in another tab gives new tokens; the form still has the old ones.
  const renewTokens = async () => {
    const answer = await fetch(location.pathname, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return false;
    const fresh = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(await answer.text());
    if (!fresh) return false;
    form.querySelector("[name=csrfmiddlewaretoken]").value = fresh[1];
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh[1] }));
    return true;
  };

  const whenIdle = () => new Promise((done) => {
    const look = () => (saving ? setTimeout(look, 50) : done());
    look();
  });

  // Waits for a save on its way, so that it is not taken for somebody else's, and for a new token after a log-out.
  form.addEventListener("submit", (event) => {
    if (!saving && !failed) { unsaved = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    whenIdle().then(async () => {
      if (failed && !(await renewTokens().catch(() => false))) {
        say("Ikke lagret: Du er logget ut, eller tjenesten svarer ikke. Teksten står her fortsatt.", "Logg inn i en ny fane");
        return;
      }
      failed = false;
      unsaved = false;
      form.requestSubmit(button);
    });
  }, true);

  // A retry of the quiet save after a failure starts with new tokens.
  form.addEventListener("input", () => { if (failed) renewTokens().catch(() => false); });

  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
