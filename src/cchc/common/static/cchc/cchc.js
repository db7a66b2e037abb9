/* CCHC page kit: what a keyboard and a browser can add. Every page works without this file. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  /* ---- keys: / j k Enter ? ---- */
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  const step = (by) => {
    const rows = all("[data-rows] tbody tr").filter((row) => row.offsetParent !== null);
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.classList.contains("is-current"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by))];
    rows.forEach((row) => row.classList.toggle("is-current", row === next));
    const target = one(".row-link", next) || one("a, button, input", next) || next;
    if (target === next) next.tabIndex = -1;
    target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const keys = {
    "/": () => { const box = one("[data-key='/']") || one("[data-list-search]"); if (box) { box.focus(); box.select(); } },
    j: () => step(1),
    k: () => step(-1),
    "?": () => { const dialog = one("#phim-tat"); if (dialog && !dialog.open) dialog.showModal(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details[data-menu][open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-rows] tbody tr");
    if (row) { all("[data-rows] tbody tr.is-current").forEach((other) => other.classList.remove("is-current")); row.classList.add("is-current"); }
  });
  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("[data-print]")) window.print();
  });

  /* ---- trees: rows of <table data-tree> carry data-level; without this file every row is open ---- */
  const level = (row) => Number(row.dataset.level || 0);
  const below = (row) => {
    const found = [];
    for (let next = row.nextElementSibling; next && level(next) > level(row); next = next.nextElementSibling) found.push(next);
    return found;
  };
  const toggleOf = (row) => one("[data-toggle]", row);
  const isOpen = (row) => !toggleOf(row) || toggleOf(row).getAttribute("aria-expanded") === "true";
  const refresh = (table) => {
    let closed = Infinity;
    all("tbody tr", table).forEach((row) => {
      row.hidden = level(row) > closed;
      if (!row.hidden) closed = isOpen(row) ? Infinity : level(row);
    });
  };
  const open = (row, yes) => {
    toggleOf(row).setAttribute("aria-expanded", String(yes));
    refresh(row.closest("table"));
  };
  const plant = (table) => {
    all("tbody tr", table).forEach((row) => {
      const head = one("th", row);
      if (!head || !below(row).length || toggleOf(row)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "toggle";
      button.dataset.toggle = "";
      button.setAttribute("aria-expanded", String(!("closed" in row.dataset)));
      button.setAttribute("aria-label", head.textContent.trim());
      button.addEventListener("click", () => open(row, !isOpen(row)));
      head.prepend(button);
    });
    refresh(table);
  };
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-tree] tbody tr");
    if (!row || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const arrows = { ArrowDown: () => step(1), ArrowUp: () => step(-1) };
    if (event.key === "ArrowRight" && toggleOf(row) && !isOpen(row)) arrows.ArrowRight = () => open(row, true);
    if (event.key === "ArrowLeft") arrows.ArrowLeft = () => {
      if (toggleOf(row) && isOpen(row)) { open(row, false); return; }
      let up = row.previousElementSibling;
      while (up && level(up) >= level(row)) up = up.previousElementSibling;
      if (up) (one(".row-link", up) || one("a, button", up)).focus();
    };
    if (arrows[event.key]) { event.preventDefault(); arrows[event.key](); }
  });
  document.addEventListener("click", (event) => {
    const everything = event.target.closest("[data-tree-all]");
    if (!everything) return;
    all("[data-tree] [data-toggle]").forEach((button) => button.setAttribute("aria-expanded", everything.dataset.treeAll));
    all("[data-tree]").forEach(refresh);
  });

  /* ---- a question before what cannot be undone ---- */
  const ask = (question, go, asker) => {
    const dialog = one("#xac-nhan");
    const danger = Boolean(asker && asker.classList.contains("button--danger"));
    const yes = one("[data-yes]", dialog);
    yes.classList.toggle("button--danger", danger);
    yes.classList.toggle("button--primary", !danger);
    one("h2", dialog).textContent = question;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") go(); }, { once: true });
    dialog.showModal();
  };
  let agreed = null;
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (!question || agreed === event.target || !one("#xac-nhan")) { agreed = null; return; }
    event.preventDefault();
    event.stopPropagation();
    ask(question, () => { agreed = event.target; event.target.requestSubmit(button); }, button);
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-confirm]");
    if (!link || !one("#xac-nhan")) return;
    event.preventDefault();
    ask(link.dataset.confirm, () => { window.location.assign(link.href); }, link);
  });

  /* ---- drafts: what was typed survives a closed browser; only for the same person, only until it is sent ---- */
  const person = document.body.dataset.person || "";
  const PREFIX = "cchc-draft:";
  const SENT = "cchc-sent";
  const keyOf = (form) => `${PREFIX}${person}:${form.dataset.draft}`;
  const store = (area, act) => { try { return act(area()); } catch { return null; } };
  const local = (act) => store(() => window.localStorage, act);
  const session = (act) => store(() => window.sessionStorage, act);
  const fields = (form) => [...form.elements].filter((el) => el.name && !["hidden", "password", "file", "submit", "button"].includes(el.type));

  const read = (form) => {
    const values = {};
    fields(form).forEach((el) => {
      if (el.type === "checkbox" || el.type === "radio") { (values[el.name] ||= []); if (el.checked) values[el.name].push(el.value); }
      else if (el.multiple) values[el.name] = [...el.selectedOptions].map((option) => option.value);
      else (values[el.name] ||= []).push(el.value);
    });
    return JSON.stringify(values);
  };
  const fill = (form, values) => {
    const places = {};
    fields(form).forEach((el) => {
      const kept = values[el.name];
      if (!kept) return;
      if (el.type === "checkbox" || el.type === "radio") el.checked = kept.includes(el.value);
      else if (el.multiple) [...el.options].forEach((option) => { option.selected = kept.includes(option.value); });
      else { const place = places[el.name] || 0; places[el.name] = place + 1; if (place < kept.length) el.value = kept[place]; }
    });
  };
  const notice = (form, clean) => {
    const shown = one("#ban-nhap").content.cloneNode(true).firstElementChild;
    one("[data-draft-drop]", shown).addEventListener("click", () => {
      local((area) => area.removeItem(keyOf(form)));
      fill(form, JSON.parse(clean));
      shown.remove();
      const first = fields(form)[0];
      if (first) first.focus();
    });
    form.before(shown);
  };
  /* The server showed the form again with its mistakes: what was typed is in it already. */
  const wrong = (form) => one("[aria-invalid='true']", form) || one("[data-errors]", form.parentElement);
  let leaving = false;
  const draft = (form) => {
    const key = keyOf(form);
    const clean = read(form);
    const kept = local((area) => area.getItem(key));
    if (kept && kept !== clean && !wrong(form)) {
      try { fill(form, JSON.parse(kept)); notice(form, clean); } catch { local((area) => area.removeItem(key)); }
    }
    let timer = 0;
    const keep = () => {
      window.clearTimeout(timer);
      timer = 0;
      if (leaving) return;
      const now = read(form);
      local((area) => (now === clean ? area.removeItem(key) : area.setItem(key, now)));
    };
    form.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(keep, 400); });
    form.addEventListener("submit", () => { keep(); session((area) => area.setItem(SENT, key)); });
    window.addEventListener("pagehide", () => { if (timer) keep(); });
  };
  const settle = () => {
    const sent = session((area) => area.getItem(SENT));
    if (!sent) return;
    session((area) => area.removeItem(SENT));
    const failed = one(".errorpage, .messages .notice--danger") || all("form[data-draft]").some((form) => keyOf(form) === sent && wrong(form));
    if (!failed) local((area) => area.removeItem(sent));
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    leaving = true;
    local((area) => Object.keys(area).filter((key) => key.startsWith(PREFIX)).forEach((key) => area.removeItem(key)));
  });

  /* ---- the session: its end is told beforehand, idle time is prolonged when wanted; all windows count ---- */
  const watch = (box) => {
    const SEEN = "cchc-seen", idle = Number(document.body.dataset.idle) * 1000, ends = Date.parse(document.body.dataset.ends);
    const warnFor = Math.min(300000, idle / 2), form = one("[data-stay]", box);
    let here = 0;
    const seen = () => { here = Date.now(); local((area) => area.setItem(SEEN, String(here))); };
    const check = () => {
      const idleEnd = Math.max(here, Number(local((area) => area.getItem(SEEN))) || 0) + idle;
      const end = Math.min(idleEnd, ends), now = Date.now();
      const when = now >= end ? "over" : now < end - warnFor ? "" : end === ends ? "age" : "idle";
      box.hidden = !when;
      form.hidden = when !== "idle";
      all("[data-when]", box).forEach((line) => { line.hidden = line.dataset.when !== when; });
      all("time", box).forEach((time) => { time.textContent = new Date(end).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }); });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      window.fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
        .then((answer) => { if (answer.status === 204) seen(); check(); }, check);
    });
    seen();
    check();
    window.setInterval(check, 15000);
    document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) seen(); });
    document.addEventListener("visibilitychange", check);
  };

  /* ---- start ---- */
  if (one("#sap-het-phien")) watch(one("#sap-het-phien"));
  settle();
  all("[data-tree]").forEach(plant);
  document.addEventListener("htmx:afterSwap", () => all("[data-tree]").forEach(plant));
  all("form[data-draft]").forEach(draft);
  /* On a phone the tab of the page may stand outside of what is seen of them. */
  all(".tabs a[aria-current]").forEach((tab) => { const row = tab.closest(".tabs"); row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2; });
  const errors = one("[data-errors]:not([data-sample] *)");
  if (errors) errors.focus();
  /* A list that could not be narrowed in place is loaded whole, so that the person sees the server's own answer. */
  ["htmx:responseError", "htmx:sendError"].forEach((name) => document.addEventListener(name, (event) => {
    const request = event.detail.requestConfig;
    if (request && request.verb === "get") window.location.assign(event.detail.pathInfo.finalRequestPath);
  }));
})();
