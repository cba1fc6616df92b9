// What leaves the page by the clipboard and on paper, and what the page says of it, or of anything else, for a while. A browser lets a page write to the clipboard just after a click alone,
// hence the promise of what the server is asked for; what became of it is said where a screen reader hears it.
// @ts-check
import { find, server, shown } from "./dom.js";
import { gettext } from "./words.js";

/** @typedef {Record<string, string>} Texts what is copied, by its media type */

/** Those who wait for what they asked for, by its number. @type {Map<number, (texts: Texts) => void>} */
const waiting = new Map();
let asked = 0;

/** What the server was asked for. @param {{ number: number } & Texts} reply */
export function copied({ number, ...texts }) {
  waiting.get(number)?.(texts);
  waiting.delete(number);
}

/**
 * Copy the answer of a turn, or what it cites of an article.
 * @param {string} turn
 * @param {string} kind
 * @param {string | null} [article]
 */
export function copy(turn, kind, article = null) {
  const number = ++asked;
  /** @type {Promise<Texts>} */
  const reply = new Promise((done) => { waiting.set(number, done); });
  server.tell("copy", { number, turn, kind, article });
  /** @param {string} type */
  const part = async (type) => {
    const text = (await reply)[type];
    if (text === undefined) throw new Error(gettext("it is not in the chat any more"));
    return new Blob([text], { type });
  };
  const types = ["copy", "quote"].includes(kind) ? ["text/plain", "text/html"] : ["text/plain"];
  const parts = Object.fromEntries(types.map((type) => [type, part(type)]));
  return write(parts, article === null ? gettext("The answer was copied.") : gettext("The citation was copied."));
}

/** Copy an address that asks a question. @param {string} address */
export const share = (address) =>
  write({ "text/plain": new Blob([address], { type: "text/plain" }) }, gettext("An address that asks this question was copied."));

/** @param {Record<string, Blob | Promise<Blob>>} parts @param {string} done */
async function write(parts, done) {
  if (!navigator.clipboard) return say(gettext("Nothing was copied: a browser lets a page copy only at an https address, or on this machine."));
  try {
    await navigator.clipboard.write([new ClipboardItem(parts)]);
    say(done);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    const refused = gettext("the browser does not allow it. Allow this page the clipboard, or mark the words and copy them");
    say(gettext("Nothing was copied: {reason}.", { reason: name === "NotAllowedError" ? refused : message }));
  }
}

const status = document.createElement("p");
let silence = 0;

/** Say something for some seconds. @param {string} text */
export function say(text) {
  clearTimeout(silence);
  status.textContent = text;
  silence = setTimeout(() => { status.textContent = ""; }, 6000);
}

/** Fold a menu again that an element is in, and go back to its name. @param {Element} inside */
export function fold(inside) {
  const choices = /** @type {HTMLDetailsElement | null} */ (inside.closest(".choices[open]"));
  if (!choices) return;
  choices.open = false;
  choices.querySelector("summary")?.focus();
}

/** Fold all menus that an element is not in. @param {Element} target */
export function foldOthers(target) {
  for (const choices of document.querySelectorAll(".choices[open]")) {
    if (!choices.contains(target)) /** @type {HTMLDetailsElement} */ (choices).open = false;
  }
}

/** Rate an answer, whose row is then drawn anew. @param {string} turn @param {boolean} good */
export async function rate(turn, good) {
  server.tell("like", { turn, good });
  const rated = await shown(`#chat a.chosen[href="#${good ? "good" : "bad"}-${turn}"]`);
  rated?.closest(".choices")?.querySelector("summary")?.focus();
}

/** On paper the chat is named by its first question, and so is the file where it is printed to one. */
export function listen() {
  status.id = "status";
  status.setAttribute("role", "status");
  document.body.append(status);
  let title = document.title;
  addEventListener("beforeprint", () => {
    title = document.title;
    document.title = find("#chat .user-row .prose")?.firstChild?.textContent?.trim() || title;
  });
  addEventListener("afterprint", () => { document.title = title; });
}
