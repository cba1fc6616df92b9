// The words that the script says, in the language of the page, which the server hands over with it (rag/web/words.py).
// @ts-check

const { words = {} } = /** @type {Document & { words?: Record<string, string> }} */ (document);

/** The code of the page's language. */
export const language = document.documentElement.lang || "en";

/** How days are written in it: in English the day stands first, as it does wherever the page has one. */
export const daysOf = language === "en" ? "en-GB" : language;

/**
 * A message with its values.
 * @param {string} message
 * @param {Record<string, string | number>} [values]
 */
export const gettext = (message, values = {}) =>
  (words[message] ?? message).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A text as one looks for words in it, whatever their case and accents. @param {string} text */
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
