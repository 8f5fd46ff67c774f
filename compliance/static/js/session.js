// Two minutes before the session ends the page says so, and offers to stay signed in.
(() => {
  "use strict";
  const lasts = Number(document.body.dataset.session) * 1000;
  if (!lasts) return;
  const EARLY = 120000, KEY = "daybook:page";
  const touch = () => localStorage.setItem(KEY, Date.now());
  const left = () => Number(localStorage.getItem(KEY)) + lasts - EARLY - Date.now();
  const watch = () => setTimeout(() => (left() > 0 ? watch() : warn()), Math.max(left(), 0));

  function warn() {
    const box = document.createElement("div"), stay = document.createElement("button");
    box.className = "notice soon mb-3";
    stay.className = "btn btn-second btn-sm";
    stay.textContent = "Stay signed in";
    stay.onclick = () => fetch(location.href, { method: "HEAD" }).then(() => { touch(); box.remove(); watch(); });
    box.append("You are signed out in 2 minutes. ", stay);
    document.getElementById("flashes").append(box);
  }
  touch();
  watch();
})();
