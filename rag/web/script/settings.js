// What a reader sets of the page and the browser keeps: its colours, the size of its text, and whether only what is
// supported is shown.
// @ts-check
import { find, shown } from "./dom.js";

const kept = `settings ${location.pathname}`;

/** @type {() => { colours?: string, size?: string, strict?: boolean }} */
const settings = () => {
  try { return JSON.parse(localStorage.getItem(kept) ?? "") ?? {}; } catch { return {}; }
};

/** Keep what was set. @param {Element} field */
export function set(field) {
  if (field instanceof HTMLSelectElement && field.matches("#settings select")) keep({ [field.name]: field.value });
  if (field instanceof HTMLInputElement && field.matches("#strict input")) keep({ strict: field.checked });
}

/** @param {object} changed */
function keep(changed) {
  localStorage.setItem(kept, JSON.stringify({ ...settings(), ...changed }));
  apply();
}

function apply() {
  const { colours = "", size = "" } = settings();
  document.body.classList.toggle("dark", colours ? colours === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.style.fontSize = size;
}

/** Set all as it was. */
export async function restore() {
  const { colours = "", size = "", strict = false } = settings();
  const fields = await shown("#settings");
  for (const [name, value] of Object.entries({ colours, size })) {
    const field = /** @type {HTMLSelectElement | null | undefined} */ (fields?.querySelector(`[name=${name}]`));
    if (field) field.value = value;
  }
  if (colours || size) apply();
  const only = /** @type {HTMLInputElement | null} */ (find("#strict input"));
  if (strict && only && !only.checked) only.click();
}
