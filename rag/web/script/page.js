// What the page does in the browser: each click and key goes to whom it is for. One listener on the document, because Gradio
// redraws both sides while an answer grows.
// @ts-check
import * as chats from "./chats.js";
import * as connection from "./connection.js";
import * as copying from "./copying.js";
import { awaited, find, focus, openTab, server, shown, type } from "./dom.js";
import * as evidence from "./evidence.js";
import { mend } from "./mending.js";
import { save } from "./saving.js";
import * as sharing from "./sharing.js";
import * as tables from "./tables.js";

/** What a link in the chat or the evidence does, by what it leads to. @param {HTMLAnchorElement} link */
function follow(link) {
  if (link.hash === "#csv") return tables.saveTable(/** @type {HTMLTableElement} */ (link.closest(".answer")?.querySelector("table")));
  const [what, turn, number] = link.hash.slice(1).split(/-(?=\d)/);
  if (what === "retry" || what === "undo" || what === "edit") return server.tell(what, { turn });
  if (what === "unfiltered") return server.tell("submit", { turn });
  if (what === "version") return server.tell("option_select", { turn, place: number });
  if (what === "good" || what === "bad") return copying.rate(turn, what === "good");
  if (what === "copy" || what === "plain" || what === "markdown") return copying.copy(turn, what);
  return evidence.follow(what, turn, number);
}

/** What a button of ours does, by its data. @param {HTMLElement} button */
function press(button) {
  const { offer, tell, save: kind, copy, print: paper, chat, drop, rename, restore } = button.dataset;
  const card = /** @type {HTMLElement | null} */ (button.closest(".card"));
  if (button.matches(".whole") && card) return evidence.open(card, !card.matches(".open"));
  if (offer !== undefined) return server.tell("submit", { question: button.textContent });
  if (tell) return server.tell(tell, {});
  if (copy && card) { copying.fold(button); return copying.copy(card.dataset.turn ?? "", copy, card.dataset.article); }
  if (paper !== undefined) { chats.closeMenu(); return copying.printChat(); }
  if (kind) { chats.closeMenu(); return server.tell("download", { kind }); }
  if (chat !== undefined) { chats.closeMenu(); return chats.open(chat); }
  if (rename) return chats.rename(rename);
  if (restore) return chats.putBack();
  if (drop) return chats.drop(drop);
}

/** Begin a question about an article, for the reader to end. @param {string} title */
async function askAbout(title) {
  openTab("Ask");
  const field = /** @type {HTMLTextAreaElement | null} */ (find("#question textarea"));
  if (!field || !(await awaited(() => field.offsetParent))) return;
  type(field, `What does “${title}” say about `);
  focus(field);
  field.setSelectionRange(field.value.length, field.value.length);
}

/** Bring the keyboard to a field of a part of the page. @param {string} tab @param {string} selector */
async function enter(tab, selector) {
  openTab(tab);
  focus(await awaited(() => { const field = find(selector); return field?.offsetParent ? field : null; }));
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[href^='#']"));
  const shared = /** @type {HTMLAnchorElement | null} */ (target.closest("#chat .acts a[href^='?']"));
  if (target.closest("#question button")) { chats.send(); connection.check(); }
  const button = /** @type {HTMLElement | null} */ (target.closest("#main button, #menu button, #complaint button"));
  const asked = /** @type {HTMLElement | null} */ (target.closest("#table .ask"));
  const mark = /** @type {HTMLElement | null} */ (target.closest("#evidence mark"));
  if (button?.matches("#chat .rows th button")) tables.sort(/** @type {HTMLTableCellElement} */ (button.closest("th")));
  else if (link?.matches("#chat a, #evidence a")) {
    event.preventDefault();
    copying.fold(link);
    follow(link);
  } else if (shared && !event.ctrlKey && !event.metaKey) { // else it is opened in a tab of its own
    event.preventDefault();
    copying.share(shared.href);
  } else if (button) press(button);
  else if (mark && !getSelection()?.toString()) evidence.back(mark);
  else if (asked) askAbout(asked.dataset.title ?? "");
  else if (target.closest("#table :is(.open, .read, .amend)") && innerWidth <= 800) find("#read")?.scrollIntoView(); // it stands below
  else if (target.closest("#amending button") && innerWidth <= 800) find("#changing")?.scrollIntoView(); // which tells of it
  else if (target.closest("#table .remove")) shown("#consent button").then((agree) => focus(agree)); // above a long table
  copying.foldOthers(target);
  if (target.isConnected && !target.closest("#chats")) chats.closeMenu();
});
document.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.matches("#chat .narrow input")) tables.narrow(field);
  if (field.matches("#chats input[type=search]")) chats.search(field.value);
  if (field.matches("#question textarea")) chats.store(field.value);
});
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Enter" && !event.shiftKey && target.matches("#question textarea")) { chats.send(); connection.check(); }
  if (event.key === "/" && !target.matches("input, textarea")) { event.preventDefault(); enter("Ask", "#question textarea"); }
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); enter("Articles", "#search-articles :is(input, textarea)"); }
  if (event.key === "Escape" && target.closest("#chats")) { chats.closeMenu(); find("#chats summary")?.focus(); }
  if (event.key === "Escape") copying.fold(target);
  if (event.key === "Enter" && target.matches("#evidence mark")) evidence.back(target);
});
document.addEventListener("pointerover", (event) => sharing.arm(/** @type {Element} */ (event.target)));
addEventListener("popstate", (event) => { evidence.step(event.state); chats.arrive(); });
addEventListener("storage", chats.changed);

Object.assign(document, { keep: chats.keep, recover: chats.recover, save, copied: copying.copied });
mend();
connection.watch();
copying.listen();
sharing.fill();
connection.comeBack();
chats.restore();
