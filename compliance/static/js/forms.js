// Forms and folded parts: date echo, one post per click, what stands open is remembered.
(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

  // ---- dates: the same forms as core/dates.py ----------------------------
  const today = () => {
    const parts = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Los_Angeles" });
    const [y, m, d] = (document.body.dataset.today || parts.format(new Date())).split("-").map(Number);
    return new Date(Date.UTC(y, m - 1, d));
  };
  const shifted = (days) => { const day = today(); day.setUTCDate(day.getUTCDate() + days); return day; };

  function exact(y, m, d) {
    const day = new Date(Date.UTC(y, m - 1, d));
    const same = day.getUTCFullYear() === y && day.getUTCMonth() === m - 1 && day.getUTCDate() === d;
    return same ? day : null;
  }
  const month = (name) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

  function parse(typed) {
    const text = typed.trim().toLowerCase();
    if (text === "t" || text === "today") return shifted(0);
    if (text === "y" || text === "yesterday") return shifted(-1);
    if (/^[+-]\d{1,4}$/.test(text)) return shifted(Number(text));
    let found = text.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
    if (found) return exact(+found[1], +found[2], +found[3]);
    found = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
    if (found) return exact(+found[3], +found[1], +found[2]);
    found = text.match(/^(?:[a-z]+,? +)?(\d{1,2}) +([a-z]{3,}),? +(\d{4})$/);
    if (found) return exact(+found[3], month(found[2]), +found[1]);
    found = text.match(/^(?:[a-z]+,? +)?([a-z]{3,}) +(\d{1,2}),? +(\d{4})$/);
    return found ? exact(+found[3], month(found[1]), +found[2]) : null;
  }

  const spoken = (day) => {
    const part = (options) => day.toLocaleDateString("en-US", { ...options, timeZone: "UTC" });
    const weekday = part({ weekday: "short" });
    return `${weekday} ${day.getUTCDate()} ${part({ month: "short" })} ${day.getUTCFullYear()}`;
  };

  function echo(field) {
    const target = document.getElementById(field.dataset.echoDate);
    if (!target) return;
    const day = field.value.trim() ? parse(field.value) : null;
    target.textContent = day ? spoken(day) : "";
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-echo-date]")) echo(event.target);
  });

  // ---- one post per click ------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => {
      all("button[type=submit]", form).forEach((button) => { button.setAttribute("aria-disabled", "true"); });
    });
  });
  const free = () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("button[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  });
  window.addEventListener("pageshow", free);
  document.addEventListener("htmx:afterRequest", free);

  // ---- what stands open --------------------------------------------------
  const kept = (part) => `daybook:${document.body.dataset.person}:open:${part.dataset.remember}`;
  const store = (act) => { try { return act(window.localStorage); } catch { return null; } };
  const wide = window.matchMedia("(min-width: 768px)");

  function restore(within) {
    all("details[data-remember]", within).forEach((part) => {
      const was = store((box) => box.getItem(kept(part)));
      const keep = (word) => store((box) => box.setItem(kept(part), word));
      if (was === "yes" || was === "no") part.open = was === "yes";
      else if (part.dataset.first && wide.matches) {
        part.open = true; // the first visit
        keep("no");
      }
      part.querySelector("summary").addEventListener("click", () => keep(part.open ? "no" : "yes"));
    });
    all("[data-echo-date]", within).forEach(echo);
    const problem = within !== document && within.querySelector("[autofocus]");
    if (problem) problem.focus(); // a whole page does this by itself
  }

  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) restore(event.detail.elt);
  });
  restore(document);
})();
