/* The page of a change item: what is typed while an answer is on its way is not taken away by the answer. */
(() => {
  "use strict";

  if (!window.htmx) return;

  // The page fetches by itself what these buttons ask for.
  const hideButtons = () => {
    for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
  };
  hideButtons();
  document.addEventListener("htmx:afterSwap", hideButtons);

  const areas = (part) => [...part.querySelectorAll("textarea, input[type=text]")].map((area) => [area.id, area.value]);
  let before = new Map(); // each text as it was when it was asked for
  let typed = new Map(); // what has been written since

  document.addEventListener("htmx:beforeRequest", (event) => { before = new Map(areas(event.detail.target)); });

  document.addEventListener("htmx:beforeSwap", (event) => {
    typed = new Map(areas(event.detail.target).filter(([id, text]) => before.has(id) && before.get(id) !== text));
  });

  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, text] of typed) {
      const area = document.getElementById(id);
      if (area) {
        area.value = text;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    typed = new Map();
  });
})();
