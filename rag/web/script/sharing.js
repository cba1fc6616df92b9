// The page can be shared to, where it is installed: an address is filled in; whether it is fetched is the reader's word.
// @ts-check
import { find, focus, shown, type } from "./dom.js";
import * as panes from "./panes.js";

// Gradio has it at the root of the host.
document.querySelector("link[rel=manifest]")?.setAttribute("href", "manifest.json");

const bookmarklet = `javascript:void open("${location.origin}${location.pathname}add?url="+encodeURIComponent(location.href))`;

/** Set the bookmarklet's address, which knows where the page is. @param {Element} target */
export function arm(target) {
  if (target instanceof HTMLAnchorElement && target.matches("#bookmarklet a")) target.href = bookmarklet;
}

export async function fill() {
  const address = new URLSearchParams(location.search).get("add");
  if (!address || !(await shown("#left"))) return;
  panes.list();
  /** @type {HTMLInputElement | null} */
  let field = null;
  for (let tries = 0; tries < 100 && !field?.offsetParent; tries++) { // until Gradio listens, and has drawn it
    const fold = find("#adding > button");
    if (fold && !fold.matches(".open")) fold.click();
    await new Promise((done) => setTimeout(done, 300));
    field = /** @type {HTMLInputElement | null} */ (find("#address textarea, #address input"));
  }
  if (!field?.offsetParent) return; // the page fetches nothing
  type(field, address);
  focus(field);
}
