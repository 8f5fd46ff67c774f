// Keys of lists and records, menus and dialogs. Every key presses something the page also shows.
(() => {
  "use strict";
  const $ = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const keysOn = document.body.dataset.keys !== "off";
  const rows = () => all("[data-list] tr[data-row]");
  const cursor = () => $("tr.cursor[data-row]");
  let waitingForGo = 0;
  let rangeStart = null;
  let cameFrom = null; // what had the focus before a key led into a field

  const isTyping = (at) =>
    at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");

  const press = (what) => { if (what) { what.click(); return true; } return false; };

  // ---- lists -------------------------------------------------------------
  function moveTo(row) {
    if (!row) return false;
    rows().forEach((each) => each.classList.toggle("cursor", each === row));
    const open = $("[data-open], [data-next], a, button", row);
    if (open) open.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  // Coming back to a list, the cursor stands where it was left.
  const spot = `daybook:row:${window.location.pathname}${window.location.search}`;
  const opens = (row) => row && $("[data-open]", row) && $("[data-open]", row).getAttribute("href");
  const store = (act) => { try { return act(window.sessionStorage); } catch { return null; } };
  const remember = (row) => { if (opens(row)) store((kept) => kept.setItem(spot, opens(row))); };
  function comeBack() {
    const [how] = window.performance.getEntriesByType("navigation");
    const left = how && how.type === "back_forward" && store((kept) => kept.getItem(spot));
    if (left) moveTo(rows().find((row) => opens(row) === left));
  }

  function step(by) {
    const list = rows();
    if (!list.length) return press($(`[data-record=${by > 0 ? "j" : "k"}]`));
    const at = list.indexOf(cursor());
    return moveTo(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  const box = (row) => row && $("input[type=checkbox][name=ids]", row);

  function select(row, range) {
    const target = box(row);
    if (!target) return false;
    const list = rows();
    if (range && rangeStart !== null) {
      const [from, to] = [rangeStart, list.indexOf(row)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((each) => { box(each).checked = true; });
    } else {
      target.checked = !target.checked;
      rangeStart = list.indexOf(row);
    }
    countSelected();
    return true;
  }

  // With rows selected the key presses the bulk bar's button; else it opens the same act's page
  // for the row under the cursor.
  function bulk(key) {
    const button = $(`[data-bulk] [data-key="${key}"]`);
    if (!button) return press($(`[data-key="${key}"]`));
    if (selected().length) return press(button);
    const open = cursor() && $("[data-open]", cursor());
    if (!open || !button.dataset.rowPath) return false;
    remember(cursor());
    window.location.assign(`${open.pathname}/${button.dataset.rowPath}`);
    return true;
  }

  // ---- grids: arrows walk from cell to cell, d decides the one with the focus --------
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function walk([down, right]) {
    const grid = all("[data-grid] tr").map((row) => all("a[data-cell]", row)).filter((row) => row.length);
    if (!grid.length) return false;
    const at = grid.findIndex((row) => row.includes(document.activeElement));
    const cell = at < 0
      ? $("[data-grid] [aria-current]") || grid[0][0]
      : (grid[at + down] || grid[at])[grid[at].indexOf(document.activeElement) + right];
    if (cell) cell.focus();
    return true;
  }

  function decide() {
    const way = document.activeElement.dataset.decide;
    if (way) window.location.assign(way);
    return Boolean(way) || press($('[data-key="d"]'));
  }

  // ---- bulk bar ----------------------------------------------------------
  const selected = () => all("input[name=ids]:checked");

  function countSelected() {
    const bar = $("[data-bulk]");
    if (!bar) return;
    const boxes = all("input[name=ids]");
    const chosen = selected().length;
    const everything = $(".bulk-all", bar);
    bar.hidden = chosen === 0;
    $("[data-bulk-count]", bar).textContent = `${chosen} selected`;
    boxes.forEach((each) => each.closest("tr").classList.toggle("sel", each.checked));
    all("[data-bulk-page]").forEach((page) => {
      const here = all("input[name=ids]", page.closest("table"));
      const ticked = here.filter((each) => each.checked).length;
      page.checked = ticked > 0 && ticked === here.length;
      page.indeterminate = ticked > 0 && ticked < here.length;
    });
    if (everything) {
      everything.hidden = chosen < boxes.length;
      if (everything.hidden) $("input", everything).checked = false;
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-bulk-page]")) {
      const table = event.target.closest("table");
      all("input[name=ids]", table).forEach((each) => { each.checked = event.target.checked; });
    }
    if (event.target.matches("[data-bulk-page], input[name=ids]")) countSelected();
  });
  document.addEventListener("reset", (event) => {
    if (event.target.matches("[data-bulk]")) setTimeout(countSelected);
  });

  function clear() {
    const menu = $("details.menu[open]");
    if (menu) { menu.open = false; $("summary", menu).focus(); return true; }
    if (selected().length) return press($("[data-bulk] [type=reset]"));
    const row = cursor();
    if (row) row.classList.remove("cursor");
    return Boolean(row);
  }

  // ---- which key does what -----------------------------------------------
  const actions = {
    "/": () => focusOn($('[data-key="/"]')),
    "?": () => openDialog("keys-help"),
    f: () => focusOn($('[data-key="f"]')),
    j: () => step(1),
    k: () => step(-1),
    x: () => select(cursor() || rows()[0], false),
    X: () => select(cursor(), true),
    e: () => press($("[data-next]", cursor() || $(".next") || document.createElement("i"))),
    z: () => press($("[data-snooze]", cursor() || document.createElement("i"))),
    n: () => bulk("n"),
    o: () => bulk("o"),
    d: decide,
    Enter: () => press(cursor() && $("[data-open]", cursor())),
  };

  function focusOn(field) {
    if (!field) return false;
    cameFrom = document.activeElement;
    field.focus();
    field.select();
    return true;
  }

  function leave(field) {
    const row = cursor();
    const back = cameFrom && cameFrom !== document.body ? cameFrom : row && $("[data-open]", row);
    cameFrom = null;
    if (back && back.isConnected) back.focus(); else field.blur();
    return true;
  }

  function go(letter) {
    clearTimeout(waitingForGo);
    waitingForGo = 0;
    return press($(`[data-go="${letter}"]`));
  }

  function handle(key) {
    if (waitingForGo) return go(key.toLowerCase());
    if (key === "g") {
      waitingForGo = setTimeout(() => { waitingForGo = 0; }, 1500);
      return true;
    }
    if (/^[1-9]$/.test(key)) return press($(`[data-view="${key}"]`));
    return key in actions ? actions[key]() : press($(`[data-key="${CSS.escape(key)}"]`));
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if ($("dialog[open]")) return;
    if (event.key === "Escape") {
      const isInField = event.target.matches('[data-key="/"], [data-key="f"]');
      if (isInField ? leave(event.target) : clear()) event.preventDefault();
      return;
    }
    if (!keysOn || isTyping(event.target)) return;
    if (event.key === "Enter" && event.target !== document.body) return;
    if (event.key in ARROWS) {
      if (!event.shiftKey && walk(ARROWS[event.key])) event.preventDefault();
      return;
    }
    if (event.key.length > 1 && event.key !== "Enter") return;
    if (handle(event.key)) event.preventDefault();
  });

  // ---- dialogs and menus -------------------------------------------------
  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return false;
    dialog.showModal();
    return true;
  }

  // A link to a folded part opens it and leads into its first field.
  function unfold(link) {
    const part = link && link.hash && document.getElementById(link.hash.slice(1));
    if (!part || !part.matches("details")) return false;
    part.open = true;
    return focusOn($("input:not([type=hidden])", part));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("tr[data-row] a[href]")) remember(event.target.closest("tr"));
    const opener = event.target.closest("[data-opens]");
    const closer = event.target.closest("dialog [data-closes]");
    if (unfold(event.target.closest('a[href^="#"]'))) event.preventDefault();
    if (opener && openDialog(opener.dataset.opens)) event.preventDefault();
    if (closer && closer.closest("dialog").open) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  window.addEventListener("pageshow", countSelected);
  countSelected();
  comeBack();
})();
