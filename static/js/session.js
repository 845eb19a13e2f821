/* Nothing is sent with an old token. A login in another window, or a login that has run out, gives a form's token no
   value; a form asks before it is sent when that may have happened, and says why it was not sent. */
(() => {
  "use strict";

  const { user, session, sessionUrl } = document.body.dataset;
  if (!user) return;
  const KEY = "okt"; // what every window of this browser knows of the login
  const RECENT = 5 * 60 * 1000;
  const OUT = "Du er logget ut. Det du har skrevet, står her fortsatt.";
  const OTHER = "Noen andre er logget inn i denne nettleseren. Det du har skrevet, står her fortsatt.";
  const AWAY = "Ingen kontakt med tjenesten. Det du har skrevet, står her fortsatt.";

  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  const remember = () => { try { store?.setItem(KEY, session); } catch { /* full or forbidden: asked by the clock instead */ } };
  let asked = Date.now();
  let login = session;
  remember();

  /* «in», «out» or «other»; fails when there is no answer. */
  const renew = async () => {
    const answer = await fetch(sessionUrl, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.json();
    if (now.user !== user) return now.user ? "other" : "out";
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = now.token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": now.token }));
    asked = Date.now();
    login = store?.getItem(KEY) ?? login;
    return "in";
  };

  const inDoubt = () => !navigator.onLine || Date.now() - asked > RECENT || (store && store.getItem(KEY) !== login);

  const loginLink = () => {
    const link = document.createElement("a");
    link.href = document.querySelector("[data-login]")?.dataset.login || "/logg-inn/";
    link.target = "_blank";
    link.textContent = "Logg inn i en ny fane";
    return link;
  };

  const tell = (form, text, link) => {
    form.querySelector("[data-told]")?.remove();
    const told = document.createElement("p");
    told.className = "late";
    told.dataset.told = "";
    told.setAttribute("role", "alert");
    told.append(text, ...(link ? [" ", loginLink(), " og trykk på knappen igjen."] : []));
    (form.querySelector(".savebar") || form.querySelector(".row:last-child") || form).before(told);
  };

  let sending = false;
  const ask = async (form, button) => {
    sending = true;
    try {
      const state = await renew();
      if (state !== "in") { tell(form, state === "out" ? OUT : OTHER, true); return; }
      form.querySelector("[data-told]")?.remove();
      form.dataset.asked = "true";
      form.requestSubmit(button);
      delete form.dataset.asked;
    } catch {
      tell(form, AWAY, false);
    } finally {
      sending = false;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.dataset.asked) return;
    if (!sending && !inDoubt()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!sending) ask(form, event.submitter);
  }, true);

  const renewAndTell = () => renew()
    .then((state) => { if (state === "in") document.dispatchEvent(new CustomEvent("session:renewed")); })
    .catch(() => {});

  window.addEventListener("storage", (event) => { if (event.key === KEY && event.newValue) renewAndTell(); });
  document.addEventListener("htmx:responseError", (event) => {
    if ([401, 403].includes(event.detail.xhr.status)) renewAndTell();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) asked = 0; });

  window.session = { loginLink, renewAndTell, OUT, AWAY };
})();
