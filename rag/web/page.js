// What the page does in the browser: from a marker to the words it stands for and back, what one can do with a turn, and the
// chats that this browser keeps. One listener on the document, because Gradio redraws both sides while an answer grows.
// `document.tell` (an event for the server) and `document.whole` (a whole article from it) are set by the page's components.
() => {
  const find = (selector) => document.querySelector(selector);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const button = event.target.closest("#main button, #menu button, #complaint button");
    if (button?.matches("#chat .rows th button")) return sort(button.closest("th"));
    if (link?.matches("#chat a, #evidence a")) {
      event.preventDefault();
      if (link.hash === "#csv") return saveTable(link.closest(".answer").querySelector("table"));
      follow(...link.hash.slice(1).split(/-(?=\d)/));
      closeChoices(link);
    } else if (event.target.closest("#chat .acts a[href^='?']") && !event.ctrlKey && !event.metaKey) { // else in a tab of its own
      event.preventDefault();
      share(event.target.closest("a").href);
    } else if (button?.matches("[data-copy]")) {
      const { turn, article } = button.closest(".card").dataset;
      copy({ turn, article, kind: button.dataset.copy });
      closeChoices(button);
    } else if (button?.matches("[data-print]")) { closeMenu(); printChat(); }
    else if (button?.matches(".whole")) open(button.closest(".card"), !button.closest(".card").matches(".open"));
    else if (button?.matches("[data-offer]")) document.tell("submit", { question: button.textContent });
    else if (button?.matches("[data-tell]")) document.tell(button.dataset.tell, {});
    else if (button?.matches("[data-save]")) { closeMenu(); document.tell("download", { kind: button.dataset.save }); }
    else if (button?.matches("[data-chat]")) { closeMenu(); document.tell("apply", { chat: button.dataset.chat, turns: chats()[button.dataset.chat]?.turns ?? [] }); }
    else if (button?.matches("[data-drop]")) drop(button.dataset.drop);
    else if (event.target.closest("#evidence mark") && !getSelection().toString()) back(event.target.closest("mark"));
    else if (event.target.closest("#table .open") && innerWidth <= 800) find("#read").scrollIntoView(); // it stands below
    else if (event.target.closest("#table .remove")) shown("#consent button").then((agree) => focus(agree)); // above a long table
    if (!event.target.closest("#chats")) closeMenu();
    for (const open of document.querySelectorAll(".choices[open]")) if (!open.contains(event.target)) open.open = false;
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("#chat .narrow input")) narrow(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("#chats")) { closeMenu(); find("#chats summary").focus(); }
    if (event.key === "Escape" && event.target.closest(".choices[open]")) closeChoices(event.target);
    if (event.key === "Enter" && event.target.matches("#evidence mark")) back(event.target);
  });

  async function follow(what, turn, number) {
    if (what === "said") return focus(await shown(`#chat a[href="#cite-${turn}-${number}"]`));
    if (what === "retry" || what === "undo" || what === "edit") return document.tell(what, { turn });
    if (["copy", "plain", "markdown"].includes(what)) return copy({ turn, article: null, kind: what });
    if (what === "good" || what === "bad") {
      document.tell("like", { turn, good: what === "good" });
      const rated = await shown(`#chat a.chosen[href="#${what}-${turn}"]`); // the row is drawn anew
      return rated?.closest(".choices").querySelector("summary").focus();
    }
    if (!find(`#turn-${turn}`)) document.tell("select", { turn });
    const section = await shown(`#turn-${turn}`);
    if (!section) return;
    if (what === "why") {
      section.querySelector(".why").open = true;
      return focus(section.querySelector(".why summary"));
    }
    if (what === "evidence") { section.tabIndex = -1; return focus(section, "start"); }
    if (what === "changed") {
      const lost = section.querySelector(`#changed-${turn}-${number}`);
      await open(lost, true);
      const earlier = lost.querySelector("details.earlier");
      if (earlier) earlier.open = true;
      return focus(earlier?.querySelector("summary") ?? lost.querySelector("button"), "start");
    }
    const name = `mark[data-cite~="${turn}-${number}"]`;
    const card = section.querySelector(name)?.closest(".card[data-turn]"); // not the article opened in it
    if (card) { await open(card, true); focus(find(`#turn-${turn} ${name}`)); }
  }

  // An address that was shared is filled in; whether it is fetched is the reader's word.
  const bookmarklet = `javascript:void open("${location.origin}${location.pathname}add?url="+encodeURIComponent(location.href))`;
  const shared = new URLSearchParams(location.search).get("add");
  if (shared) shown("#tabs [role=tab]").then(async () => {
    [...document.querySelectorAll("#tabs [role=tab]")].find((tab) => tab.textContent.trim() === "Articles").click();
    let field;
    for (let tries = 0; tries < 100 && !field?.offsetParent; tries++) { // until Gradio listens, and has drawn it
      const fold = find("#adding > button");
      if (fold && !fold.matches(".open")) fold.click();
      await new Promise((done) => setTimeout(done, 300));
      field = find("#address textarea, #address input");
    }
    if (!field?.offsetParent) return; // the page fetches nothing
    field.value = shared;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    focus(field);
  });
  document.addEventListener("pointerover", (event) => {
    if (event.target.matches("#bookmarklet a")) event.target.href = bookmarklet;
  });

  const back = (mark) => follow("said", ...mark.dataset.cite.split(" ")[0].split("-"));

  // A card shows its quotes where they stand, or opened the whole article.
  async function open(card, wide) {
    const words = card.querySelector(".words");
    const button = card.querySelector("button.whole");
    if (wide === card.matches(".open")) return;
    const quoted = JSON.stringify(card.dataset);
    if (card.quoted !== quoted) Object.assign(card, { quoted, excerpts: null, article: null }); // Gradio uses elements again
    card.excerpts ??= words.innerHTML;
    if (wide) {
      const spans = card.dataset.spans.split(" ").filter(Boolean).map((span) => span.split(":").map(Number));
      card.article ??= await document.whole([Number(card.dataset.turn), card.dataset.article, spans]);
    }
    words.innerHTML = wide ? card.article : card.excerpts;
    card.classList.toggle("open", wide);
    button.setAttribute("aria-expanded", wide);
    button.textContent = wide ? "Show the quotes alone" : "Open the whole article";
  }

  function focus(element, block = "center") {
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block });
  }

  // What the server was asked to show, as soon as it is there.
  async function shown(selector) {
    for (let wait = 0; wait < 600 && !find(selector); wait++) await new Promise((done) => setTimeout(done, 50));
    return find(selector);
  }

  // The chats of this browser, the last ones: {name: {title, time, turns}}, by the server's own account of a turn.
  const shelf = `articles ${location.pathname}`;
  const most = 30;
  const chats = () => {
    try { return JSON.parse(localStorage.getItem(shelf)) ?? {}; } catch { return {}; } // whatever else wrote there
  };
  const latest = (all) => Object.keys(all).sort((one, other) => all[other].time - all[one].time);
  const put = (all) => {
    const names = latest(all);
    for (let count = Math.min(most, names.length); count >= 0; count--) {
      try {
        localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(names.slice(0, count).map((name) => [name, all[name]]))));
        return;
      } catch (error) {
        if (error.name !== "QuotaExceededError") throw error; // else without the oldest
      }
    }
  };
  document.keep = ({ chat, length, turn }) => {
    const all = chats();
    const turns = all[chat]?.turns ?? [];
    turns.length = Math.min(turns.length, Math.max(0, length - 1));
    if (turn) turns.push(turn);
    if (turns.length) all[chat] = { title: turns[0].question, time: Date.now(), turns };
    else delete all[chat];
    put(all);
    list();
  };
  function drop(name) {
    const all = chats();
    delete all[name];
    put(all);
    list();
    find("#chats summary").focus();
  }
  function list() {
    const all = chats();
    find("#chats ul").replaceChildren(...latest(all).map((name) => {
      const entry = document.createElement("li");
      for (const [what, text, label] of [["chat", all[name].title], ["drop", "×", `Forget “${all[name].title}”`]]) {
        const button = document.createElement("button");
        button.dataset[what] = name;
        button.textContent = text;
        if (label) button.setAttribute("aria-label", label);
        entry.append(button);
      }
      return entry;
    }));
  }
  const closeMenu = () => find("#chats")?.removeAttribute("open");
  shown("#chats ul").then(list);

  // The table of an answer: sorted by the names of its columns, and where it has more than a few rows, filtered by words.
  const few = 8;
  const said = (cell) => cell.querySelector("bdi[title]")?.title ?? (cell.querySelector("bdi") ?? cell).textContent;
  function enliven(table) {
    table.dataset.live = "";
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
    }
    if (table.tBodies[0].rows.length <= few) return;
    const bar = document.createElement("p");
    bar.className = "narrow";
    bar.innerHTML = "<label>Filter rows <input type='search' maxlength='100'></label> <span role='status'></span>";
    table.closest(".rows").before(bar);
  }
  function sort(head) {
    const body = head.closest("table").tBodies[0];
    const down = head.getAttribute("aria-sort") === "ascending";
    const order = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
    const rows = [...body.rows].sort((one, other) => order.compare(...[one, other].map((row) => said(row.cells[head.cellIndex]))));
    body.append(...(down ? rows.reverse() : rows));
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function narrow(input) {
    const bar = input.closest(".narrow");
    const rows = [...bar.parentElement.querySelector(".rows table").tBodies[0].rows];
    const words = plain(input.value).split(/\s+/);
    for (const row of rows) {
      const text = plain([...row.cells].map((cell) => `${said(cell)} ${cell.textContent}`).join(" "));
      row.hidden = !words.every((word) => text.includes(word));
    }
    bar.querySelector("span").textContent = input.value.trim() ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows` : "";
  }

  // As RFC 4180 has it, of the rows that are shown; what a spreadsheet would reckon with becomes text.
  function saveTable(table) {
    const quoted = (cell) => said(cell).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""');
    const shownRows = [...table.rows].filter((row) => !row.hidden);
    const lines = shownRows.map((row) => [...row.cells].map((cell) => `"${quoted(cell)}"`).join(","));
    document.save({ name: "articles.csv", text: lines.join("\r\n") + "\r\n" });
  }

  const kinds = { html: "text/html", csv: "text/csv", ics: "text/calendar", bib: "application/x-bibtex", ris: "application/x-research-info-systems", json: "application/json" };
  document.save = ({ name, text }) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kinds[name.split(".").pop()] ?? "text/markdown" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  // What leaves the page. A browser lets it write to the clipboard just after a click alone, hence the promise of what the
  // server is asked for; what became of it is said where a screen reader hears it.
  const status = document.createElement("p");
  status.id = "status";
  status.setAttribute("role", "status");
  document.body.append(status);
  let silence;
  function say(text) {
    clearTimeout(silence);
    status.textContent = text;
    silence = setTimeout(() => { status.textContent = ""; }, 6000);
  }
  const waiting = new Map();
  let copies = 0;
  document.copied = ({ number, ...texts }) => { waiting.get(number)?.(texts); waiting.delete(number); };
  function copy(asked) {
    const number = ++copies;
    const reply = new Promise((done) => { waiting.set(number, done); });
    document.tell("copy", { number, ...asked });
    const rich = ["copy", "quote"].includes(asked.kind);
    const kinds = rich ? ["text/plain", "text/html"] : ["text/plain"];
    const part = async (kind) => {
      const text = (await reply)[kind];
      if (text === undefined) throw new Error("it is not in the chat any more");
      return new Blob([text], { type: kind });
    };
    write(Object.fromEntries(kinds.map((kind) => [kind, part(kind)])), asked.article ? "The citation was copied." : "The answer was copied.");
  }
  const share = (address) => write({ "text/plain": new Blob([address], { type: "text/plain" }) }, "An address that asks this question was copied.");
  async function write(parts, done) {
    if (!navigator.clipboard) return say("Nothing was copied: a browser lets a page copy only at an https address, or on this machine.");
    try {
      await navigator.clipboard.write([new ClipboardItem(parts)]);
      say(done);
    } catch (error) {
      say(`Nothing was copied: ${error.name === "NotAllowedError" ? "the browser does not allow it. Allow this page the clipboard, or mark the words and copy them" : error.message}.`);
    }
  }
  function closeChoices(inside) {
    const choices = inside.closest(".choices[open]");
    if (!choices) return;
    choices.open = false;
    choices.querySelector("summary").focus();
  }
  // On paper the chat is named by its first question, and so is the file where it is printed to one.
  const titled = document.title;
  addEventListener("beforeprint", () => { document.title = find("#chat .user-row .prose")?.firstChild?.textContent.trim() || titled; });
  addEventListener("afterprint", () => { document.title = titled; });
  function printChat() {
    find("#tabs [role=tab]").click();
    setTimeout(print); // once the tab is shown
  }

  // A new question goes to the top, wherever one had scrolled. And what Gradio tells a screen reader is mended: it labels each
  // message with its source, which for ours would be read out as HTML, does not say whether the filters are unfolded, and
  // calls a name that can be taken out by a number.
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof Element && node.matches("#chat .user-row")) node.scrollIntoView({ block: "start" });
    }
    document.querySelectorAll("#chat .rows table:not([data-live])").forEach(enliven);
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    for (const side of document.querySelectorAll("#right, #read, #listed")) tag(side, "tabindex", 0); // to be scrolled by keyboard
    for (const fold of document.querySelectorAll("#fold .label-wrap")) tag(fold, "aria-expanded", fold.matches(".open"));
    for (const name of document.querySelectorAll("#fold .token")) {
      tag(name.querySelector(".token-remove"), "aria-label", `Remove ${name.innerText.trim()}`);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-label", "class"] });

  // A login ends by itself. The question that was being asked goes to the next one, and is asked after it.
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    const reply = await fetched(...request);
    if (reply.status === 401) {
      const asked = find("#question textarea")?.value;
      location.assign(asked ? `login?q=${encodeURIComponent(asked)}` : "login");
    }
    return reply;
  };

  function tag(element, attribute, value) {
    if (element && element.getAttribute(attribute) !== String(value)) element.setAttribute(attribute, value);
  }
};
