// From a marker to the words it stands for and back: the cards of the evidence, each with its quotes or as a whole article.
// @ts-check
import { find, focus, server, shown } from "./dom.js";
import * as panes from "./panes.js";
import { gettext } from "./words.js";

/** What a card was drawn with, as Gradio uses elements again. @type {WeakMap<HTMLElement, { quoted: string, excerpts: string, article?: string }>} */
const drawn = new WeakMap();

/**
 * Go where a link of the page's own leads: `#cite-<turn>-<number>` and its like.
 * @param {string} what
 * @param {string} turn
 * @param {string} [number]
 */
export async function follow(what, turn, number) {
  if (what === "said") return focus(await shown(`#chat a[href="#cite-${turn}-${number}"]`));
  const both = panes.open("evidence");
  if (!find(`#turn-${turn}`)) server.tell("select", { turn });
  const section = await shown(`#turn-${turn}`);
  if (!section) return;
  section.dataset.wanted = "";
  if (what === "why") {
    /** @type {HTMLDetailsElement} */ (section.querySelector(".why")).open = true;
    return focus(section.querySelector(".why summary"));
  }
  if (what === "evidence") { section.tabIndex = -1; return focus(section, "start"); }
  if (what === "changed" || what === "found") {
    const card = /** @type {HTMLElement} */ (section.querySelector(`#${what}-${turn}-${number}`));
    await open(card, true, both);
    const earlier = /** @type {HTMLDetailsElement | null} */ (what === "changed" ? card.querySelector("details.earlier") : null);
    if (earlier) earlier.open = true;
    return focus(earlier?.querySelector("summary") ?? card.querySelector("button"), "start");
  }
  const name = `mark[data-cite~="${turn}-${number}"]`;
  const card = section.querySelector(name)?.closest(".card[data-turn]"); // not the article opened in it
  if (card instanceof HTMLElement) { await open(card, true, both); focus(find(`#turn-${turn} ${name}`)); }
}

/** Hide what a marker shows while it is pointed at, as long as the pointer stays: by now it is there at length. @param {HTMLElement} marker */
export function unpeek(marker) {
  marker.dataset.followed = "";
  marker.addEventListener("pointerleave", () => { delete marker.dataset.followed; }, { once: true });
}

/** From a mark back to the sentence that it supports. @param {HTMLElement} mark */
export function back(mark) {
  const [turn, number] = (mark.dataset.cite ?? "").split(" ")[0].split("-");
  return follow("said", turn, number);
}

/**
 * Open a card's whole article, which Back closes, or close it.
 * @param {HTMLElement} card
 * @param {boolean} wide
 * @param {boolean} [both] whether Back closes the pane with it, which was opened by the same click
 */
export function open(card, wide, both = false) {
  if (wide === card.matches(".open")) return;
  if (wide && both) history.replaceState({ ...history.state, open: true, both }, "");
  else if (wide && !history.state?.open) history.pushState({ ...history.state, open: true }, "");
  const last = document.querySelectorAll("#evidence .card.open").length === 1;
  if (!wide && last && history.state?.both) history.replaceState({ ...history.state, open: false, both: false }, "");
  else if (!wide && last && history.state?.open) return history.back();
  return draw(card, wide);
}

/** Close what was opened since an entry of the history that was gone back to. @param {{ open?: boolean } | null} state */
export function step(state) {
  if (state?.open) return;
  for (const card of document.querySelectorAll("#evidence .card.open")) draw(/** @type {HTMLElement} */ (card), false);
}

/** Show a card's quotes where they stand, or opened the whole article. @param {HTMLElement} card @param {boolean} wide */
async function draw(card, wide) {
  const words = /** @type {HTMLElement} */ (card.querySelector(".words"));
  const button = /** @type {HTMLElement} */ (card.querySelector("button.whole"));
  const quoted = JSON.stringify(card.dataset);
  let known = drawn.get(card);
  if (known?.quoted !== quoted) drawn.set(card, known = { quoted, excerpts: words.innerHTML });
  if (wide) {
    const spans = (card.dataset.spans ?? "").split(" ").filter(Boolean).map((span) => span.split(":").map(Number));
    known.article ??= await server.whole([Number(card.dataset.turn), card.dataset.article, spans]);
  }
  words.innerHTML = (wide && known.article) || known.excerpts;
  card.classList.toggle("open", wide);
  button.setAttribute("aria-expanded", String(wide));
  button.textContent = wide ? gettext("Show the quotes alone") : gettext("Open the whole article");
}
