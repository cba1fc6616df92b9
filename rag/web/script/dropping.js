// Files that are dropped on the page are added, wherever on it: a browser would else leave the page to show them.
// @ts-check
import { say } from "./copying.js";
import { find, shown } from "./dom.js";
import * as panes from "./panes.js";
import { gettext } from "./words.js";

const place = "#upload"; // where Gradio itself takes them, and says which it does not

export function listen() {
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, take);
}

/** @param {Event} event */
function take(event) {
  const { dataTransfer: dropped, target } = /** @type {DragEvent} */ (event);
  if (!dropped?.types.includes("Files") || /** @type {Element} */ (target).closest(place)) return;
  event.preventDefault();
  if (event.type === "drop") add(dropped.files);
}

/** @param {FileList} files */
async function add(files) {
  const fold = find("#adding .label-wrap");
  if (!fold) return say(gettext("Articles can't be added here."));
  panes.list();
  if (!fold.matches(".open")) fold.click();
  const field = /** @type {HTMLInputElement | null} */ (await shown(`${place} input[type=file]`));
  if (!field) return;
  field.files = files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.scrollIntoView({ block: "nearest" });
}
