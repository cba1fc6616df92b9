// What is to be asked alone: articles that the reader ticks in the list, or an article or a story that is before the reader.
// What is ticked is what the filters have, which the page shows as chips.
// @ts-check
import { find, focus, insist, server } from "./dom.js";
import * as panes from "./panes.js";
import { gettext } from "./words.js";

/** The ids of those that are ticked. @type {Set<string>} */
const ticked = new Set();

/** What the filters have of articles, as the page showed it last, and what they are to have as long as it does not. */
let there = "";
let awaited = "";
/** What the filters are to be told, by kind. @type {Map<string, string[]>} */
const changes = new Map();
/** What the filters are to have or no longer, each by kind and value, as it was pressed. @type {[string, string][]} */
const turned = [];
/** The facets that the reader unfolded. @type {Set<string>} */
const unfolded = new Set();
/** Whether they are being told. */
let telling = false;
const pause = 100; // milliseconds that what follows a change is waited for

/** @param {HTMLInputElement} box */
export function tick(box) {
  if (box.checked) ticked.add(box.dataset.article ?? "");
  else ticked.delete(box.dataset.article ?? "");
  put();
}

export function untick() {
  ticked.clear();
  put();
}

/** Have the filters take what is ticked. */
function put() {
  awaited = told(ticked);
  tell();
  change("articles", [...ticked]);
}

/** Have the filters take values of a kind. @param {string} kind @param {string[]} values */
function change(kind, values) {
  changes.set(kind, values);
  pass();
}

/** Have the filters take a value of a facet, or no longer. @param {HTMLElement} facet */
export function turn(facet) {
  facet.ariaPressed = String(facet.ariaPressed !== "true"); // before the server says so
  turned.push([facet.dataset.kind ?? "", facet.dataset.value ?? ""]);
  pass();
}

/** Have the filters take nothing of the facets. */
export function turnOff() {
  turned.length = 0;
  for (const kind of ["after", "before", "sources", "authors", "people", "places", "stories", "tags"]) change(kind, []);
}

/** Tell the filters what has changed, all that the reader changes at once, and after what is on its way: Gradio would drop the
    one or the other. */
async function pass() {
  if (telling) return;
  telling = true;
  await new Promise((done) => setTimeout(done, pause));
  const send = () => server.tell("tick", { changes: Object.fromEntries(changes), turned: [...turned] });
  while ((changes.size || turned.length) && await insist(send, sent));
  telling = false;
}

/** A facet is unfolded or folded, which it is to be when it is drawn anew. @param {HTMLDetailsElement} facet */
export function unfold(facet) {
  const { fold = "" } = facet.dataset;
  if (facet.open) unfolded.delete(fold);
  else unfolded.add(fold);
}

/** Whether it is changes that were sent, which then are none any more. @param {import("./dom.js").Sent} sent */
function sent({ event_data }) {
  for (const [kind, values] of Object.entries(event_data?.changes ?? {})) {
    if (told(values) === told(changes.get(kind) ?? [])) changes.delete(kind);
  }
  turned.splice(0, event_data?.turned?.length ?? 0);
  return event_data?.changes !== undefined;
}

/** Take a day or a name out of the filters, by its chip. @param {HTMLElement} chip */
export function unset(chip) {
  const { unset: kind = "" } = chip.dataset;
  focus(find("#question textarea")); // as the chip goes
  chip.dataset.going = "";
  change(kind, chosen(kind));
}

/** What the filters have of a kind, as their chips say that do not go. @param {string} kind */
const chosen = (kind) => [...document.querySelectorAll(`#narrowed [data-unset="${kind}"]:not([data-going])`)]
  .map((chip) => /** @type {HTMLElement} */ (chip).dataset.value ?? "");

/** @param {Iterable<string>} articles */
const told = (articles) => [...articles].sort().join("\n");

/** Tick what the filters have, anew in a list that was just drawn. */
export function mark() {
  const articles = chosen("articles");
  if (told(articles) !== there) {
    there = told(articles);
    if (!awaited || awaited === there) {
      ticked.clear();
      for (const one of articles) ticked.add(one);
      tell();
    }
    if (awaited === there) awaited = "";
  }
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#table .tick input"));
  for (const box of boxes) box.checked = ticked.has(box.dataset.article ?? "");
  for (const fold of unfolded) find(`#facets [data-fold="${fold}"]:not([open])`)?.setAttribute("open", "");
}

function tell() {
  const bar = find("#ticked");
  if (!bar) return;
  bar.hidden = ticked.size === 0;
  /** @type {HTMLElement} */ (bar.querySelector("span")).textContent = gettext("Asked alone: {number}", { number: ticked.size });
}

/** Go on to the question, which those that are ticked are asked. */
export function goOn() {
  panes.uncover();
  focus(find("#question textarea"));
}

/** Ask an article, a story or what the list was narrowed to alone, by the button that names it, or by the card that it
    stands on. @param {HTMLElement} button */
export function askAbout(button) {
  const { article, story, filters } = /** @type {HTMLElement} */ (button.closest("[data-article], [data-story], [data-filters]")).dataset;
  panes.uncover();
  if (filters !== undefined) server.tell("input", JSON.parse(filters));
  else server.tell("input", story === undefined ? { articles: [article] } : { stories: [story] });
}
