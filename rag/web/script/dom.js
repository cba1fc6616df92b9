// What all of the page's script shares: to find an element, to wait for one, to bring it before the reader, and the server.
// @ts-check

/**
 * What the page's components give the script: an event for the server, the name of the chat that it hears with each
 * question, and a whole article from it.
 * @typedef {object} Server
 * @property {(name: string, data: object) => void} tell
 * @property {(chat: string) => void} named
 * @property {(asked: unknown[]) => Promise<string>} whole
 */

/**
 * What Gradio sends of an event: its inputs, and what the event itself says.
 * @typedef {{ data: unknown[], event_data: { question?: string | null, turn?: string, changes?: Record<string, string[]>, turned?: [string, string][] } | null }} Sent
 */

/** The document, to which the components hand both. */
export const server = /** @type {Document & Server} */ (/** @type {unknown} */ (document));

/** @type {(selector: string) => HTMLElement | null} */
export const find = (selector) => document.querySelector(selector);

/**
 * What something comes to as soon as that is something, or half a minute later.
 * @template T
 * @param {() => T} wanted
 */
export async function awaited(wanted) {
  for (let wait = 0; wait < 600 && !wanted(); wait++) await new Promise((done) => setTimeout(done, 50));
  return wanted();
}

/** What the server was asked to show, as soon as it is there. @param {string} selector */
export const shown = (selector) => awaited(() => find(selector));

/**
 * Do what sends something until that is sent, or half a minute has passed, and say whether it was: Gradio passes over what
 * comes before it has heard that the last of its kind has ended, which is after its last step is drawn.
 * @param {() => void} act
 * @param {(sent: Sent) => boolean} mine whether it is what was sent
 * @param {() => boolean} [over] whether it is not to be sent any more
 */
export async function insist(act, mine, over = () => false) {
  let sent = false;
  const heard = (/** @type {Event} */ event) => { sent ||= mine(JSON.parse(/** @type {CustomEvent<string>} */ (event).detail)); };
  addEventListener("sent", heard);
  for (let tries = 0; tries < 150 && !sent && !over(); tries++) {
    act();
    await new Promise((done) => setTimeout(done, 200));
  }
  removeEventListener("sent", heard);
  return sent;
}

/**
 * Send a question. Gradio would read what stands in its box only later, when that may be the next one.
 * @param {{ question?: string | null, turn?: string }} asked
 * @param {() => boolean} [over]
 */
export const submit = (asked, over) => insist(
  () => server.tell?.("submit", asked), // which is there a moment after the box
  ({ event_data: told }) => told !== null && told.question === asked.question && told.turn === asked.turn,
  over,
);

/**
 * Bring the keyboard and the eye to an element.
 * @param {HTMLElement | null | undefined} element
 * @param {ScrollLogicalPosition} [block]
 */
export function focus(element, block = "center") {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block });
}

/**
 * Type into a field of Gradio's, which hears of it by the event alone.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} text
 */
export function type(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {Element | null} element @param {string} attribute @param {unknown} value */
export function tag(element, attribute, value) {
  if (element && element.getAttribute(attribute) !== String(value)) element.setAttribute(attribute, String(value));
}
