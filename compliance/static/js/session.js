// Two minutes before the session ends the page says so, and offers to stay signed in.
(() => {
  "use strict";
  const { idle, whole } = document.body.dataset;
  if (!idle) return;
  const EARLY = 120000, KEY = "daybook:page", ends = Date.now() + Number(whole) * 1000;
  const touch = () => { try { localStorage.setItem(KEY, Date.now()); } catch { /* this page alone */ } };
  const seen = () => { try { return Number(localStorage.getItem(KEY)) || opened; } catch { return opened; } };
  const opened = Date.now();
  const idles = () => Math.max(seen(), opened) + Number(idle) * 1000;
  const left = () => Math.min(idles(), ends) - EARLY - Date.now();
  const watch = () => setTimeout(() => (left() > 0 ? watch() : warn()), Math.max(left(), 0));

  function warn() {
    const box = document.createElement("div"), isIdle = idles() < ends;
    box.className = "notice soon mb-3";
    box.setAttribute("role", "alert");
    box.append("You are signed out in 2 minutes. What you send later is kept until you have signed in again. ", isIdle ? stay(box) : "");
    document.getElementById("flashes").append(box);
  }

  function stay(box) {
    const button = document.createElement("button");
    button.className = "btn btn-second btn-sm";
    button.textContent = "Stay signed in";
    button.onclick = () => fetch(location.href, { method: "HEAD" }).then(() => { touch(); box.remove(); watch(); });
    return button;
  }
  document.addEventListener("htmx:afterRequest", touch);
  touch();
  watch();
})();
