// What the page does in the browser: each click and key goes to whom it is for. One listener on the document, because Gradio
// redraws both sides while an answer grows.
// @ts-check
import * as chats from "./chats.js";
import * as choosing from "./choosing.js";
import * as connection from "./connection.js";
import * as copying from "./copying.js";
import { find, focus, server, shown, submit, type } from "./dom.js";
import * as dropping from "./dropping.js";
import * as evidence from "./evidence.js";
import { ask, expect, mend, queue } from "./mending.js";
import * as panes from "./panes.js";
import { save } from "./saving.js";
import * as settings from "./settings.js";
import * as sharing from "./sharing.js";
import * as tables from "./tables.js";
import * as visits from "./visits.js";
import { gettext } from "./words.js";

/** What a link in the chat or the evidence does, by what it leads to. @param {HTMLAnchorElement} link */
function follow(link) {
  if (link.hash === "#csv") return tables.saveTable(/** @type {HTMLTableElement} */ (link.closest(".answer")?.querySelector("table")));
  const [what, turn, number] = link.hash.slice(1).split(/-(?=\d)/);
  if (what === "retry") expect();
  if (what === "retry" || what === "undo" || what === "edit") return server.tell(what, { turn });
  if (what === "unfiltered") return submit({ turn });
  if (what === "version") return server.tell("option_select", { turn, place: number });
  if (what === "good" || what === "bad") return copying.rate(turn, what === "good");
  if (what === "copy" || what === "plain" || what === "markdown") return copying.copy(turn, what);
  return evidence.follow(what, turn, number);
}

/** What a button of ours does, by its data. @param {HTMLElement} button @param {boolean} again whether it is the second of a double click */
function press(button, again) {
  const { offer, tell, save: kind, copy, print: paper, chat, drop, rename, restore, pane, close, within, untick, unset, filtering, kind: filter } = button.dataset;
  const card = /** @type {HTMLElement | null} */ (button.closest(".card"));
  if (button.matches(".whole") && card) return evidence.open(card, !card.matches(".open"));
  if (button.matches(".ask")) return choosing.askAbout(button);
  if (within !== undefined) return choosing.goOn();
  if (unset) return choosing.unset(button);
  if (filter) return choosing.turn(button);
  if (filtering !== undefined) return filterBy();
  if (button.matches("#facets .clear")) return choosing.turnOff();
  if (untick !== undefined) return choosing.untick();
  if (offer !== undefined) { panes.clear(); return again ? undefined : submit({ question: button.textContent }); }
  if (pane) return pane === "list" ? panes.toggle() : panes.open(/** @type {panes.Pane} */ (pane));
  if (close !== undefined) return panes.close();
  if (tell) return server.tell(tell, {});
  if (copy && card) { copying.fold(button); return copying.copy(card.dataset.turn ?? "", copy, card.dataset.article); }
  if (paper !== undefined) return print();
  if (kind) return server.tell("download", { kind });
  if (chat !== undefined) { panes.clear(); return chats.open(chat); }
  if (rename) return chats.rename(rename);
  if (restore) return chats.putBack();
  if (drop) return chats.drop(drop);
}

/** Bring what one can filter by before the reader. */
async function filterBy() {
  panes.list();
  find("#fold > .label-wrap:not(.open)")?.click();
  focus(await shown("#named :is(input, textarea)"));
}

/** Ask what is typed, as soon as no answer is being written any more. */
function send() {
  if (!(/** @type {HTMLTextAreaElement} */ (find("#question textarea")).value.trim())) return;
  if (queue()) return copying.say(gettext("It is asked as soon as this answer is done."));
  expect();
  ask();
  panes.clear();
  if (find("#told p") && !find("#changing button:not(.seen)")) find("#told .seen")?.click(); // it was said for this question
  chats.send();
  connection.check();
}

/** Leave what is open: a menu, words that the list is searched by, or what is beside the chat. @param {HTMLElement} target */
function escape(target) {
  const menu = target.closest(".choices[open]") ?? find(".choices[open]");
  const field = /** @type {HTMLInputElement | null} */ (target.closest(":is(#search-articles, #named) :is(input, textarea)"));
  if (menu) return copying.fold(menu);
  if (field?.value) return type(field, "");
  if (!panes.opened()) return;
  panes.close();
  focus(find("#question textarea"));
}

addEventListener("click", (event) => {
  if (!(/** @type {Element} */ (event.target)).closest("#question .submit-button")) return;
  event.stopPropagation(); // before Gradio hears of it
  send();
}, true);
document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[href^='#']"));
  const asking = /** @type {HTMLAnchorElement | null} */ (target.closest("#chat .onward a[href^='?']"));
  const shared = /** @type {HTMLAnchorElement | null} */ (target.closest("#chat .acts a[href^='?']"));
  const button = /** @type {HTMLElement | null} */ (target.closest("#main button, #panes button"));
  const mark = /** @type {HTMLElement | null} */ (target.closest("#evidence mark"));
  if (button?.matches("#chat .rest")) tables.showAll(button);
  else if (button?.matches("#chat .rows th button")) tables.sort(/** @type {HTMLTableCellElement} */ (button.closest("th")));
  else if (link?.matches("#chat a, #evidence a")) {
    event.preventDefault();
    copying.fold(link);
    if (link.matches(".marker")) evidence.unpeek(link);
    follow(link);
  } else if (shared && !event.ctrlKey && !event.metaKey) { // else it is opened in a tab of its own
    event.preventDefault();
    copying.share(shared.href);
  } else if (asking && !event.ctrlKey && !event.metaKey) { // which Gradio would open in a tab of its own
    event.preventDefault();
    location.assign(asking.href);
  } else if (target.closest("#table :is(.open, .read, .amend), #news .open")) panes.open("read");
  else if (target.closest("#reader .amend")) shown("#amending > .label-wrap.open ~ div :is(input, textarea)").then((field) => focus(field));
  else if (target.closest("#table .remove")) shown("#consent button").then((agree) => focus(agree)); // above a long table
  else if (target.closest("#table :is(.pages, .jumps) [data-first]")) find("#table")?.scrollIntoView(); // another part, from its beginning
  else if (button) press(button, event.detail > 1);
  else if (mark && !getSelection()?.toString()) evidence.back(mark);
  copying.foldOthers(target);
  const menu = target.closest("#chat .choices:not([open]) > summary"); // which opens by it, below the box it may be
  if (menu) setTimeout(() => menu.nextElementSibling?.scrollIntoView({ block: "nearest" }));
  const facet = target.closest("#facets summary");
  if (facet) choosing.unfold(/** @type {HTMLDetailsElement} */ (facet.parentElement));
});
document.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.matches("#chat .narrow input")) tables.narrow(field);
  if (field.matches("#chats input[type=search]")) chats.search(field.value);
  if (field.matches("#question textarea")) chats.store(field.value);
});
document.addEventListener("paste", (event) => {
  const field = /** @type {HTMLTextAreaElement} */ (event.target);
  if (!field.matches("#question textarea")) return;
  const kept = field.value.length - (field.selectionEnd - field.selectionStart);
  const pasted = event.clipboardData?.getData("text").length ?? 0;
  if (kept + pasted > field.maxLength) copying.say(gettext("A question has {number} characters at most: what was pasted is cut.", { number: field.maxLength }));
});
document.addEventListener("change", (event) => {
  const field = /** @type {HTMLElement} */ (event.target);
  settings.set(field);
  if (field.matches("#table .tick input")) choosing.tick(/** @type {HTMLInputElement} */ (field));
});
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && target.matches("#question textarea")) {
    event.preventDefault(); // or Gradio asked it, too
    send();
  }
  if (event.key === "/" && !target.matches("input, textarea")) { event.preventDefault(); panes.clear(); focus(find("#question textarea")); }
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); panes.list(); focus(find("#search-articles :is(input, textarea)")); }
  if (event.key === "Escape") escape(target);
  if (event.key === "Enter" && target.matches("#evidence mark")) evidence.back(target);
});
document.addEventListener("pointerover", (event) => sharing.arm(/** @type {Element} */ (event.target)));
addEventListener("popstate", (event) => { evidence.step(event.state); panes.step(event.state); chats.arrive(); });
addEventListener("storage", chats.changed);

Object.assign(document, { hear: chats.hear, recover: chats.recover, save, copied: copying.copied });
mend(send);
panes.watch();
connection.watch();
copying.listen();
dropping.listen();
sharing.fill();
connection.comeBack();
chats.restore();
document.dispatchEvent(new Event("script"));
visits.tell();
settings.restore();
