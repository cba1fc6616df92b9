// What Gradio draws is mended as it comes: it labels each message with its source, which for ours would be read out as HTML,
// and does not say whether the filters are unfolded. And a new question goes to the top, wherever one had scrolled; of a chat
// that comes back that is the last one. What is sent while an answer is being written waits for its end.
// @ts-check
import * as choosing from "./choosing.js";
import { say } from "./copying.js";
import { find, submit, tag } from "./dom.js";
import { enliven } from "./tables.js";
import { gettext } from "./words.js";

const question = "#chat .user-row";

/** Keep a question of a chat that comes back where it was brought to, while the answers above it are being drawn. @param {Element} asked */
function hold(asked) {
  const held = new ResizeObserver(() => asked.scrollIntoView({ block: "start", behavior: "instant" }));
  held.observe(/** @type {Element} */ (asked.parentElement));
  setTimeout(() => held.disconnect(), 1500);
}

const stop = "#question [data-testid=stop-button]";
/** The question that stood last before another is asked, and is brought to the top where it stands no more. @type {string | undefined} */
let before;
/** Whose evidence is shown. @type {string | undefined} */
let told;
/** Whether what is typed is to be asked as soon as the answer that is being written is done. */
let queued = false;
/** Whether an answer is being cancelled: Gradio would take what is asked meanwhile for that. */
let cancelling = false;
/** @type {() => void} */
let send;

/** @type {() => string} */
const lastAsked = () => [...document.querySelectorAll(question)].at(-1)?.textContent ?? "";

/** A question is asked anew, or another in its place: for either Gradio uses the elements that are there. */
export function expect() {
  before = lastAsked();
}

const busy = () => cancelling || find(stop) !== null;

/** Ask what is typed now, or as soon as the answer that is being written is done; whether that is to come. */
export function queue() {
  queued = busy();
  return queued;
}

/** The evidence of another turn is read from its beginning, as soon as it is beside the chat: what is hidden is not scrolled,
    and a sheet over the chat is opened where something stands in it. */
function begin() {
  const [turn, right] = [find("#evidence section")?.id, find("#right")];
  if (turn === told || !right?.offsetParent) return;
  told = turn;
  right.scrollTo({ top: 0, behavior: "instant" });
}

/** What was waited for, in what was just drawn. */
function goOn() {
  if (before !== undefined && lastAsked() !== before) {
    before = undefined;
    [...document.querySelectorAll(question)].at(-1)?.scrollIntoView({ block: "start" });
  }
  if (!queued || busy()) return;
  queued = false;
  send();
}

/** Ask what is typed now; what follows a question whose answer had not begun then waits for its end, too. */
export async function ask() {
  const field = /** @type {HTMLTextAreaElement} */ (find("#question textarea"));
  const question = field.value;
  const sent = await submit({ question }, () => field.value !== question || busy());
  if (!sent && field.value === question && queue()) say(gettext("It is asked as soon as this answer is done."));
}

/** @param {() => void} asking what asks what is typed, be it that it waited */
export function mend(asking) {
  send = asking;
  addEventListener("cancelling", (event) => { cancelling = /** @type {CustomEvent<boolean>} */ (event).detail; goOn(); });
  new MutationObserver((changes) => {
    const drawn = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node instanceof Element);
    const asked = drawn.flatMap((node) => (node.matches(question) ? [node] : [...node.querySelectorAll(question)]));
    const last = asked.at(-1);
    last?.scrollIntoView({ block: "start" });
    if (last && asked.length > 1) hold(last);
    for (const table of document.querySelectorAll("#chat .rows table:not([data-live])")) {
      enliven(/** @type {HTMLTableElement} */ (table));
    }
    choosing.mark();
    begin();
    goOn();
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
    for (const side of document.querySelectorAll("#left, #right")) tag(side, "tabindex", 0); // to be scrolled by keyboard
    for (const fold of document.querySelectorAll("#fold .label-wrap")) tag(fold, "aria-expanded", fold.matches(".open"));
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-label", "class", "id"] });
}
