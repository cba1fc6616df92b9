// A text as a file of the reader's own.
// @ts-check

/** @type {Record<string, string>} */
const kinds = {
  html: "text/html", csv: "text/csv", ics: "text/calendar", bib: "application/x-bibtex",
  ris: "application/x-research-info-systems", json: "application/json",
};

/** @param {{ name: string, text: string }} file */
export function save({ name, text }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kinds[name.split(".").pop() ?? ""] ?? "text/markdown" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
