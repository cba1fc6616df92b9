// What is to be asked alone: articles that the reader ticks in the list, which stay ticked while it is searched, sorted and
// turned over; or an article or a story that is before the reader.
// @ts-check
import { find, server } from "./dom.js";
import * as panes from "./panes.js";
import { gettext } from "./words.js";

/** The ids of those that are ticked. @type {Set<string>} */
const ticked = new Set();

/** @param {HTMLInputElement} box */
export function tick(box) {
  if (box.checked) ticked.add(box.dataset.article ?? "");
  else ticked.delete(box.dataset.article ?? "");
  tell();
}

export function untick() {
  ticked.clear();
  tell();
}

/** Tick anew what a list has that was just drawn. */
export function mark() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#table .tick input"));
  for (const box of boxes) box.checked = ticked.has(box.dataset.article ?? "");
}

function tell() {
  mark();
  const bar = find("#ticked");
  if (!bar) return;
  bar.hidden = ticked.size === 0;
  /** @type {HTMLElement} */ (bar.querySelector("span")).textContent = gettext("{number} chosen", { number: ticked.size });
}

/** Ask those that are ticked alone. */
export const askTicked = () => ask([...ticked]);

/** Ask an article or a story alone, by the button that names it, or by the card that it stands on. @param {HTMLElement} button */
export function askAbout(button) {
  const { article, story } = /** @type {HTMLElement} */ (button.closest("[data-article], [data-story]")).dataset;
  ask(article === undefined ? [] : [article], story === undefined ? [] : [story]);
}

/** @param {string[]} articles @param {string[]} [stories] */
function ask(articles, stories = []) {
  panes.uncover();
  server.tell("input", { articles, stories });
}
