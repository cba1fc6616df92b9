// The parts of the page beside the chat: the list of the articles on the left, and on the right one of three, the evidence,
// an article, or a text that is checked. On a narrow page either is a sheet over the chat. What the reader opens is an entry
// of the history, so that Back closes it.
// @ts-check
import { find, tag } from "./dom.js";

/** @typedef {"evidence" | "read" | "draft" | ""} Pane what is on the right; "" is nothing */
/** @typedef {"list" | "pane" | ""} Sheet what is over the chat of a narrow page */
/**
 * @typedef {object} State that of an entry of the history
 * @property {Pane} [pane]
 * @property {Sheet} [sheet]
 * @property {boolean} [open] whether a whole article is open in the evidence
 * @property {boolean} [both] whether it was opened in one step with the pane
 */

const folded = `folded ${location.pathname}`;
const narrow = matchMedia("(max-width: 899px)");

/** @type {() => State} */
const state = () => history.state ?? {};

/** Open what was chosen; whether that made an entry of the history. @param {Pane} pane */
export function open(pane) {
  if (document.body.dataset.pane === pane && (!narrow.matches || document.body.dataset.sheet === "pane")) return false;
  history.pushState({ pane, sheet: narrow.matches ? "pane" : "" }, "");
  step(state());
  return true;
}

/** Have the evidence on the right, for a question that is asked, and nothing over the chat. */
export const clear = () => set({ pane: "evidence", sheet: "" });

/** Have nothing over the chat, and on the right what is there. */
export const uncover = () => set({ sheet: "" });

/** @param {State} changed */
function set(changed) {
  Object.assign(document.body.dataset, changed);
  history.replaceState({ ...state(), ...changed }, "");
  tell();
}

/** Whether there is anything to close beside the chat, or over it. */
export const opened = () => Boolean(document.body.dataset.sheet || find("#right")?.offsetParent);

/** Close what is open on the right, or over the chat. */
export function close() {
  const { pane = "evidence", sheet, open: whole, both } = state();
  if (sheet || pane !== "evidence") return history.go(whole && !both ? -2 : -1); // a whole article is an entry of its own
  document.body.dataset.pane = "";
  tell();
}

/** Show or fold the list; the browser remembers which. */
export function toggle() {
  if (!narrow.matches) {
    if (localStorage.getItem(folded)) localStorage.removeItem(folded);
    else localStorage.setItem(folded, "1");
  } else if (document.body.dataset.sheet === "list") return history.back();
  else history.pushState({ ...state(), sheet: "list" }, "");
  step(state());
}

/** Have the list before the reader. */
export function list() {
  if (find("#left")?.offsetParent === null) toggle();
}

/** Show what an entry of the history has. @param {State | null} entry */
export function step(entry) {
  Object.assign(document.body.dataset, { pane: entry?.pane ?? "evidence", sheet: entry?.sheet ?? "" });
  tell();
}

function tell() {
  document.body.dataset.list = localStorage.getItem(folded) ? "folded" : "";
  tag(find("[data-pane=list]"), "aria-expanded", narrow.matches ? document.body.dataset.sheet === "list" : !localStorage.getItem(folded));
}

/** Begin with the chat, as what was on the right before a reload is not there any more. */
export function watch() {
  narrow.addEventListener("change", tell);
  clear();
}
