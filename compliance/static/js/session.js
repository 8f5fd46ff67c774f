// Before the session ends the page says so and keeps what was typed; then it says that it has ended.
(() => {
  "use strict";
  const { idle, whole, keep, signIn } = document.body.dataset;
  if (!idle) return;
  const EARLY = 120000, LAST = 10000, KEY = "daybook:page", opened = Date.now();
  const main = document.getElementById("main"), ends = opened + Number(whole) * 1000;
  const touch = () => { try { localStorage.setItem(KEY, Date.now()); } catch { /* this page alone */ } };
  const seen = () => { try { return Number(localStorage.getItem(KEY)) || opened; } catch { return opened; } };
  const idles = () => Math.max(seen(), opened) + Number(idle) * 1000;
  const left = () => Math.min(idles(), ends) - Date.now();
  const saved = new Map(); // form: the day until which it is kept, null for not at all
  let sent = new Set(), box = null, timer = 0, isOver = false;

  // ---- what was typed ----
  const isOwn = (field) => Boolean(field.name) && !/^(hidden|password|file|submit|button)$/.test(field.type);

  function isTyped(field) {
    if (!isOwn(field) || !field.options) return isOwn(field) && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
    const options = [...field.options], hasUsual = options.some((each) => each.defaultSelected);
    return (hasUsual || field.multiple ? options : options.slice(1)).some((each) => each.selected !== each.defaultSelected);
  }
  const wasRefused = (form) => form.previousElementSibling?.matches("[role=alert]") || form.querySelector("[aria-invalid=true]");
  const forms = () => [...main.querySelectorAll("form[method=post]:not([data-bulk])")];
  const typed = () => forms().filter((form) => {
    const fields = [...form.elements];
    return saved.has(form) || fields.some(isTyped) || (fields.some(isOwn) && wasRefused(form));
  });

  // With nothing but its token and its key the form is forgotten again.
  function send(form, isKept, isLeaving = false) {
    const body = new FormData(isKept ? form : undefined), fields = [...form.elements];
    fields.forEach((field) => {
      if (/(csrf_token|post_key)$/.test(field.name)) body.set(field.name, field.value);
      else if (!isOwn(field)) body.delete(field.name);
    });
    body.set("draft_form", new URL(form.getAttribute("action") || "", location.href).pathname);
    return fetch(keep, { method: "POST", body, keepalive: isLeaving, headers: { "HX-Request": "true" } }).then(
      (answer) => saved.set(form, answer.headers.get("Daybook-Kept-Until")),
      () => saved.set(form, saved.get(form) || null),
    );
  }
  const save = () => Promise.all(typed().map((form) => send(form, true)));
  const partly = () => [...saved.values()].includes(null);

  // ---- what the page says ----
  function say(words, control) {
    if (!box) {
      box = document.createElement("div");
      box.setAttribute("role", "alert");
      main.prepend(box);
    }
    box.className = `notice ${isOver ? "over" : "soon"} ends`;
    box.replaceChildren(words, control);
  }

  function control(kind, words) {
    const made = document.createElement(kind);
    made.className = "btn btn-second btn-sm";
    made.textContent = words;
    return made;
  }

  function warn() {
    const time = left() > 60000 ? "2 minutes" : "a minute", button = control("button", "Stay signed in"), stay = idles() < ends ? button : "";
    const words = `You are signed out in ${time}. What you type is kept until you have signed in again. `;
    button.onclick = () => fetch(location.href, { method: "HEAD" }).then((answer) => {
      if (!answer.redirected) touch();
      look();
    });
    say(words, stay);
    save().then(() => { if (box && !isOver && partly()) say(`${words}Not all of it can be: send it before. `, stay); });
  }

  function calm() {
    box.remove();
    box = null;
    saved.forEach((_, form) => send(form, false).then(() => saved.delete(form)));
  }

  function over() {
    isOver = true;
    const saving = save(), link = control("a", "Sign in"), here = new URL(location.href);
    here.searchParams.set("draft", "");
    link.href = `${signIn}?next=${encodeURIComponent(here.pathname + here.search)}`;
    forms().forEach((form) => [...form.elements].forEach((field) => {
      field[/^(text|email|search|url|tel|number|textarea)$/.test(field.type) ? "readOnly" : "disabled"] = true;
    }));
    document.title = `Signed out: ${document.title}`;
    saving.then(() => {
      const until = [...saved.values()].find(Boolean);
      const words = until ? `What you typed is kept until ${until}; sign in to go on. ` : "Sign in to go on. ";
      say(`You are signed out. ${words}${partly() ? "Not all of it could be kept: copy the rest first. " : ""}`, link);
    });
  }

  function look() {
    clearTimeout(timer);
    const rest = left();
    if (isOver) return;
    if (rest <= 0) { over(); return; }
    if (rest > EARLY) { if (box) calm(); }
    else if (!box) warn();
    else save();
    timer = setTimeout(look, rest - (rest > EARLY ? EARLY : rest > LAST ? LAST : 0));
  }

  document.addEventListener("submit", (event) => sent.add(event.target));
  window.addEventListener("pageshow", () => { sent = new Set(); look(); });
  window.addEventListener("pagehide", () => {
    if (box && !isOver) typed().forEach((form) => { if (!sent.has(form)) send(form, true, true); });
  });
  window.addEventListener("storage", look);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("htmx:afterRequest", () => { touch(); look(); });
  touch();
  look();
})();
