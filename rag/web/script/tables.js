// The table of an answer: sorted by the names of its columns; of more than a few rows only so many are shown at first, and
// it can be filtered by words. All rows that those words leave are saved.
// @ts-check
import { save } from "./saving.js";
import { gettext, language, plain } from "./words.js";

const few = 8; // as the style has it
const roles = { "thead, tbody": "rowgroup", tr: "row", th: "columnheader", td: "cell" };

/** @param {HTMLTableCellElement} cell */
const said = (cell) => {
  const name = cell.querySelector("bdi");
  return (name?.title || (name ?? cell).textContent) ?? ""; // a day in words has its own in its title
};

/** Give a table that was just drawn its buttons, and its field. @param {HTMLTableElement} table */
export function enliven(table) {
  table.dataset.live = "";
  for (const [part, role] of Object.entries(roles)) { // which a browser forgets where a narrow page draws rows as a list
    for (const one of table.querySelectorAll(part)) one.setAttribute("role", role);
  }
  table.setAttribute("role", "table");
  for (const head of table.tHead?.rows[0].cells ?? []) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
  }
  if (table.tBodies[0].rows.length <= few) return;
  const bar = document.createElement("p");
  bar.className = "narrow";
  bar.innerHTML = "<label> <input type='search' maxlength='100'></label> <span role='status'></span>";
  bar.firstElementChild?.prepend(gettext("Filter rows"));
  const rest = document.createElement("button");
  rest.className = "rest";
  rest.textContent = gettext("Show all {total} rows", { total: table.tBodies[0].rows.length });
  table.dataset.part = "";
  table.closest(".rows")?.before(bar);
  table.closest(".rows")?.after(rest);
}

/** Show all rows, by the button that offers it. @param {Element} button */
export function showAll(button) {
  const table = /** @type {HTMLTableElement} */ (button.parentElement?.querySelector(".rows table"));
  delete table.dataset.part;
  table.tBodies[0].rows[few].tabIndex = -1;
  table.tBodies[0].rows[few].focus();
  button.remove();
}

/** @param {HTMLTableCellElement} head */
export function sort(head) {
  const body = /** @type {HTMLTableElement} */ (head.closest("table")).tBodies[0];
  const down = head.getAttribute("aria-sort") === "ascending";
  const order = new Intl.Collator(language, { numeric: true });
  const named = [...body.rows].map((row) => ({ row, name: said(row.cells[head.cellIndex]) }));
  const rows = named.sort((one, other) => order.compare(one.name, other.name)).map(({ row }) => row);
  body.append(...(down ? rows.reverse() : rows));
  for (const other of head.parentElement?.children ?? []) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

/** @param {HTMLInputElement} input */
export function narrow(input) {
  const bar = /** @type {HTMLElement} */ (input.closest(".narrow"));
  const table = /** @type {HTMLTableElement} */ (bar.parentElement?.querySelector(".rows table"));
  const rows = [...table.tBodies[0].rows];
  const words = plain(input.value).split(/\s+/);
  bar.parentElement?.querySelector(".rest")?.toggleAttribute("hidden", Boolean(input.value.trim()));
  table.toggleAttribute("data-part", !input.value.trim() && bar.parentElement?.querySelector(".rest") !== null);
  for (const row of rows) {
    const text = plain([...row.cells].map((cell) => `${said(cell)} ${cell.textContent}`).join(" "));
    row.hidden = !words.every((word) => text.includes(word));
  }
  const status = /** @type {HTMLElement} */ (bar.querySelector("span"));
  const left = rows.filter((row) => !row.hidden).length;
  status.textContent = input.value.trim() ? gettext("{shown} of {total} rows", { shown: left, total: rows.length }) : "";
}

/** As RFC 4180 has it, of the rows that are shown; what a spreadsheet would reckon with becomes text. @param {HTMLTableElement} table */
export function saveTable(table) {
  /** @param {HTMLTableCellElement} cell */
  const quoted = (cell) => said(cell).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""');
  const rows = [...table.rows].filter((row) => !row.hidden);
  const lines = rows.map((row) => [...row.cells].map((cell) => `"${quoted(cell)}"`).join(","));
  save({ name: "articles.csv", text: lines.join("\r\n") + "\r\n" });
}
