/* Intake of a plan: what a keyboard, a selection and two panes add. Every page works without this file. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* ---- upload: drop a file, say that it is being read ---- */
  const drop = one("[data-drop]");
  if (drop) {
    const input = one("input[type=file]", drop);
    const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("la-keo", on); };
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => { over(false)(event); if (event.dataTransfer.files.length) input.files = event.dataTransfer.files; });
    const form = drop.closest("form");
    form.addEventListener("submit", () => {
      const busy = one("[data-busy]", form);
      busy.hidden = false;
      window.setTimeout(() => all("button", form).forEach((button) => { button.disabled = true; }));
    });
    window.addEventListener("pageshow", () => { one("[data-busy]", form).hidden = true; all("button", form).forEach((button) => { button.disabled = false; }); });
  }

  const page = one("[data-intake]");
  if (!page) return;
  const doc = one("[data-doc]", page);
  const pane = () => one("[data-pane]", page);
  const wide = window.matchMedia("(min-width: 64rem)");
  if (window.htmx) { window.htmx.config.historyCacheSize = 0; window.htmx.config.refreshOnHistoryMiss = true; }

  /* ---- the two panes go together ---- */
  const marks = (item) => all(`.dau[data-items~="${item}"]`, doc);
  const within = (box, target, where) => {
    const place = target.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (where === "nearest" && place.top >= frame.top && place.bottom <= frame.bottom) return;
    box.scrollTop += place.top - frame.top - frame.height / 3;
  };
  const follow = () => {
    const current = pane().dataset.current;
    all(".dau.la-hien-tai", doc).forEach((mark) => mark.classList.remove("la-hien-tai"));
    if (!current) return;
    const mine = marks(current);
    mine.forEach((mark) => mark.classList.add("la-hien-tai"));
    if (mine.length && wide.matches) within(doc, mine[0], "nearest");
  };
  let quiet = 0;
  doc.addEventListener("scroll", () => {
    if (!wide.matches) return;
    window.clearTimeout(quiet);
    quiet = window.setTimeout(() => {
      const top = doc.getBoundingClientRect().top;
      const first = all(".dau[data-tag]", doc).find((mark) => mark.getBoundingClientRect().top >= top);
      const row = first && one(`[data-queue] [data-item="${first.id.slice(1)}"]`, pane());
      const list = one("[data-queue]", pane());
      all(".la-dang-doc", list || pane()).forEach((other) => other.classList.remove("la-dang-doc"));
      if (row) row.classList.add("la-dang-doc");
    }, 120);
  }, { passive: true });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "ben-phai" && [409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!page.contains(event.detail.elt) && event.detail.elt.id !== "ben-phai") return;
    follow();
    if (wide.matches) pane().scrollTop = 0;
    else pane().scrollIntoView({ block: "start" });
    const target = one("[data-errors]", pane()) || one("[role=alert]", pane()) || one("[data-card]", pane());
    if (target) { if (!target.hasAttribute("tabindex")) target.tabIndex = -1; target.focus({ preventScroll: true }); }
  });
  document.body.addEventListener("intake:settled", (event) => {
    const { item, decision } = event.detail;
    marks(item).filter((mark) => mark.dataset.items.split(" ")[0] === String(item)).forEach((mark) => {
      ["open", "accepted", "dropped"].forEach((word) => mark.classList.toggle(`la-${word}`, word === decision));
    });
  });

  /* ---- keys ---- */
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  const press = (selector) => { const found = one(selector, pane()); if (found) found.click(); return Boolean(found); };
  const split = () => {
    const box = one("#tach-cau", pane());
    if (!box) return;
    const quote = one("[name=quote]", pane());
    const at = document.activeElement === quote ? quote.selectionStart : null;
    one("[data-split]", pane()).open = true;
    box.focus();
    const place = at === null ? Math.floor(box.value.length / 2) : Math.min(at, box.value.length);
    box.setSelectionRange(place, place);
  };
  const keys = {
    Enter: () => press("[data-step=accept]"),
    x: () => press("[data-step=drop]"),
    z: () => press("[data-undo]") || press("[data-step=undo]"),
    m: () => press("[data-step=merge]"),
    s: split,
    e: () => { const field = one(".phieu__form [name=value], .phieu__form [name=quote]", pane()); if (field) { field.focus(); if (field.select) field.select(); } },
    j: () => press("[data-next]"),
    k: () => press("[data-prev]"),
    "?": () => one("#phim-tat-nap").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); one("[data-card]", pane())?.focus({ preventScroll: true }); return; }
    if (typing(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary, [type=checkbox], [type=radio]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); event.stopPropagation(); act(); }
  }, true);
  const shortcuts = one("[data-keys]");
  if (shortcuts) { shortcuts.hidden = false; shortcuts.addEventListener("click", keys["?"]); }

  /* "Tách" with the caret in the sentence puts the mark there itself. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step=split]");
    const box = button && one("#tach-cau", pane());
    if (!box || box.value.includes("|")) return;
    const at = box.selectionStart;
    box.value = `${box.value.slice(0, at)}|${box.value.slice(at)}`;
  }, true);

  /* ---- a selection in the document becomes an item ---- */
  const picked = one("[data-picked]");
  const offset = (node, at) => {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!paragraph) return null;
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, at);
    return Number(paragraph.dataset.at) + range.toString().length;
  };
  const offer = () => {
    const chosen = window.getSelection();
    const text = chosen ? chosen.toString().trim() : "";
    if (!picked || text.length < 6 || !chosen.rangeCount || !doc.contains(chosen.anchorNode) || !doc.contains(chosen.focusNode)) { if (picked) picked.hidden = true; return; }
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    one("[name=sentence]", picked).value = text;
    one("[name=start]", picked).value = start === null ? "" : start;
    one("[name=end]", picked).value = end === null ? "" : end;
    picked.hidden = false;
    const place = range.getBoundingClientRect();
    picked.style.top = `${window.scrollY + place.bottom + 8}px`;
    picked.style.left = `${Math.max(8, Math.min(window.scrollX + place.left, window.innerWidth - picked.offsetWidth - 8))}px`;
  };
  document.addEventListener("selectionchange", () => { window.clearTimeout(offer.timer); offer.timer = window.setTimeout(offer, 200); });
  doc.addEventListener("click", (event) => { if (event.target.closest(".dau") && window.getSelection().toString().trim().length > 5) { event.preventDefault(); event.stopPropagation(); } }, true);

  follow();
  if (!one("[data-errors]")) one("[data-card]", pane())?.focus({ preventScroll: true });
})();
