// The chats that this browser keeps, the last ones, and the one that is shown: its name stands in the address, so that it
// comes back at a reload, with Back and Forward, in a second window and after the server was restarted. A turn is kept as
// the server accounts for it. What is typed and not yet asked is kept as well.
// @ts-check
import { awaited, find, focus, server, shown, type } from "./dom.js";
import { merged, same, without } from "./merging.js";
import { daysOf, gettext, plain } from "./words.js";

/**
 * @typedef {import("./merging.js").Turn} Turn
 * A chat, with the name that the reader gave it, if any; `time` is that of its last change, in milliseconds; `undone` are
 * the turns that were taken out last.
 * @typedef {{ title: string, named?: string, time: number, turns: Turn[], undone?: Turn[] }} Chat
 * What changed of a chat: from this turn on, counted from 0, it has these. Without a name it is a new one, which may stand
 * `instead` of one that can't be shown.
 * @typedef {{ chat: string, from: number, turns: Turn[], instead?: number }} Change
 * Whether what other windows added is shown: false is to be asked again, null is not.
 * @typedef {{ shown: boolean | null }} Caught
 */

const shelf = `articles ${location.pathname}`;
const drafts = `draft ${location.pathname}`;
const sent = `sent ${location.pathname}`; // of this window alone
const forgotten = `forgotten ${location.pathname}`; // of this window alone
const most = 30;
const week = 7 * 24 * 3600 * 1000; // milliseconds for which what was taken out of a chat can be put back
const narrowing = ["after", "before", "source", "author", "person", "place", "story", "tag", "article"]; // as `rag.web.sharing` has it
const few = 8; // chats that need no field to look for one

const addressed = () => new URLSearchParams(location.hash.slice(1)).get("chat") ?? "";

/** The name of the chat that is shown; "" is a new one. */
let current = "";
/** What the page is called without a chat. */
const untitled = document.title;
/** What was sent last, until its answer begins, or something else is typed. @type {string | null} */
let underWay = null;
/** The turn that stood last when it was sent, which may be of the same words. @type {string | undefined} */
let lastBefore;
/** What this window shows of a chat, as far as the server has said or was told. @type {{ chat: string, turns: Turn[] }} */
let mine = { chat: "", turns: [] };
/** What the server is to show of that chat besides, until it says whether it does. @type {typeof mine | null} */
let wanted = null;

/** @type {() => Record<string, Chat>} */
const chats = () => {
  try { return JSON.parse(localStorage.getItem(shelf) ?? "") ?? {}; } catch { return {}; } // whatever else wrote there
};
/** @param {Record<string, Chat>} all */
const latest = (all) => Object.keys(all).sort((one, other) => all[other].time - all[one].time);
/** @param {Chat} chat */
const titled = (chat) => chat.named ?? chat.title;

/** A chat that was forgotten last, and its name, until the window is closed, or somebody asked on in it. */
function dropped() {
  /** @type {{ name: string, chat: Chat } | null} */
  const last = JSON.parse(sessionStorage.getItem(forgotten) ?? "null");
  return last && !chats()[last.name] ? last : null;
}

/** @param {Record<string, Chat>} all */
function put(all) {
  for (const chat of Object.values(all)) {
    if (Date.now() - chat.time > week) delete chat.undone;
  }
  const names = latest(all).filter((name) => all[name].turns.length || all[name].undone?.length);
  for (let count = Math.min(most, names.length); count >= 0; count--) {
    try {
      localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(names.slice(0, count).map((name) => [name, all[name]]))));
      break;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error; // else without the oldest
    }
  }
  list();
}

/** What the server has to say of the chat that is shown. @param {Change | Caught} told */
export function hear(told) {
  if ("shown" in told) caught(told);
  else keep(told);
}

/** Keep what changed of the chat that is shown, and let the address name it. @param {Change} change */
function keep({ chat, from, turns, instead }) {
  const all = chats();
  const there = all[chat]?.turns ?? [];
  const before = mine.chat && mine.chat !== chat ? there : mine.turns;
  mine = { chat, turns: [...before.slice(0, from), ...turns] };
  if (chat) {
    const kept = merged(there, before, from, turns);
    const taken = before.slice(from);
    const undone = turns.length ? [] : without(taken.length ? taken : all[chat]?.undone ?? [], kept); // a further question settles it
    all[chat] = { ...all[chat], title: kept[0]?.question ?? all[chat]?.title, time: Date.now(), turns: kept, undone };
    put(all);
  }
  if (turns.length) take(turns);
  show(chat, current === "" || chat === current || instead !== undefined);
  catchUp();
}

/** What was sent is in the chat by now, and nowhere else; where it is not, it waits for what was sent before. @param {Turn[]} turns */
function take(turns) {
  const field = /** @type {HTMLTextAreaElement | null} */ (find("#question textarea"));
  const asked = turns.at(-1);
  const text = underWay ?? (asked?.under_way ? field?.value : null) ?? null; // what was sent before this script was there
  if (text === null || asked?.question !== text.trim() || (underWay !== null && asked.id === lastBefore)) return;
  if (field?.value === text) type(field, ""); // which is heard of as what is typed
  else if (localStorage.getItem(drafts) === text) store("");
  underWay = null;
}

/** Show what other windows added to the chat, as soon as nothing of it is being answered. */
function catchUp() {
  const { turns, undone = [] } = chats()[current] ?? {};
  if (wanted || !turns || mine.chat !== current || same(turns, mine.turns)) return;
  if ([...turns, ...mine.turns].some((turn) => turn.under_way)) return;
  wanted = { chat: current, turns };
  server.tell("release", { ...wanted, undone, before: mine.turns.map(({ id }) => id ?? null) });
}

/** @param {Caught} told */
function caught({ shown }) {
  if (shown && wanted?.chat === mine.chat) mine = wanted;
  wanted = null;
  if (shown) catchUp();
  if (shown === false) setTimeout(catchUp, 500); // something was asked or changed here meanwhile
}

/** Let the address name a chat, in the place of what it named or as a further entry. @param {string} chat @param {boolean} replaced */
function show(chat, replaced) {
  current = chat;
  tell();
  list();
  if (addressed() === chat) return;
  const address = new URL(location.href);
  for (const asked of ["q", ...narrowing]) address.searchParams.delete(asked); // it was asked
  address.hash = chat && `chat=${chat}`;
  history[replaced ? "replaceState" : "pushState"](history.state, "", address);
}

/** Tell the server which chat is shown, which it hears with the next question. */
const tell = () => awaited(() => server.named).then((named) => named(current));

/** Have the server show a chat, and answer what it did not take yet, if anything. @param {string} name @param {string} [question] */
function ask(name, question = "") {
  const { turns = [], undone = [] } = chats()[name] ?? {};
  mine = { chat: name, turns };
  server.tell("apply", { chat: name, turns, undone, question });
}

/** Show a chat; "" is a new one. @param {string} name */
export function open(name) {
  if (name && name === current) return; // it is shown, or on its way: shown once more it would fold what is open
  show(name, false);
  ask(name);
}

/** Go where the address leads, after Back or Forward. */
export function arrive() {
  if (addressed() !== current) open(addressed());
}

/** Show what the address names, once the page is there, and what was being typed. */
export async function restore() {
  const named = current = addressed();
  const field = /** @type {HTMLTextAreaElement | null} */ (await shown("#question textarea"));
  const typed = field?.value ?? ""; // before anybody kept it
  if (typed && underWay !== typed) store(typed);
  await awaited(() => server.tell);
  list();
  tell();
  if (underWay !== null || current !== named) return; // something was asked meanwhile
  const draft = localStorage.getItem(drafts) ?? "";
  const unanswered = sessionStorage.getItem(sent) === draft ? draft : "";
  sessionStorage.removeItem(sent);
  underWay = unanswered || null;
  lastBefore = undefined;
  if (current) ask(current, unanswered);
  else if (unanswered) server.tell("submit", { question: unanswered });
  if (draft && !unanswered && field && !field.value) type(field, draft);
}

/** Remember that what is typed was sent: where no answer begins before the page is loaded again, it is then asked. */
export function send() {
  underWay = /** @type {HTMLTextAreaElement | null} */ (find("#question textarea"))?.value ?? null;
  lastBefore = mine.turns.at(-1)?.id;
  sessionStorage.setItem(sent, localStorage.getItem(drafts) ?? "");
}

/** Keep what is being typed. @param {string} text */
export function store(text) {
  underWay = null;
  sessionStorage.removeItem(sent);
  try { localStorage.setItem(drafts, text); } catch { /* no room: what is typed is then not kept */ }
}

/** The server lost this page's chat, as after a restart: it gets it anew, with what was asked of it. @param {Turn} turn */
export function recover(turn) {
  if (current && turn.question) keep({ chat: current, from: mine.turns.length, turns: [turn] });
  else if (turn.question) { // in a new chat, which is kept from its first answer on
    store(turn.question);
    sessionStorage.setItem(sent, turn.question);
  }
  location.reload();
}

/** @param {string} name */
export function drop(name) {
  const all = chats();
  try { sessionStorage.setItem(forgotten, JSON.stringify({ name, chat: all[name] })); } catch { /* no room: it is forgotten for good */ }
  delete all[name];
  put(all);
  focus(find("#chats [data-restore]"));
}

export function putBack() {
  const last = dropped();
  if (!last) return;
  const { name, chat } = last;
  sessionStorage.removeItem(forgotten);
  put({ ...chats(), [name]: chat });
  focus(find(`#chats [data-chat="${CSS.escape(name)}"]`));
}

/** Turn a chat's title into a field, or what stands in that into its title. @param {string} name */
export function rename(name) {
  const entry = find(`#chats [data-chat="${CSS.escape(name)}"]`);
  if (!entry) return;
  const field = document.createElement("input");
  field.value = titled(chats()[name]);
  field.maxLength = 200;
  field.setAttribute("aria-label", gettext("Title"));
  let over = false; // taking the field away is the end of it, too
  const done = () => {
    if (over) return;
    over = true;
    const all = chats();
    const given = field.value.trim();
    if (all[name] && given) all[name].named = given;
    put(all);
    focus(find(`#chats [data-chat="${CSS.escape(name)}"]`));
  };
  field.addEventListener("blur", done);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); done(); } // or it would press what gets the keyboard
    if (event.key === "Escape") { event.stopPropagation(); over = true; list(); }
  });
  entry.replaceWith(field);
  field.select();
}

/** What was said in some turns, and in the other ways on from them. @type {(turns: Turn[]) => string[]} */
const said = (turns) => turns.flatMap(({ question, answer, ways }) =>
  [question, answer?.text ?? "", ...(ways ?? []).flatMap((way) => (way ? said(way) : []))]);

/** Whether a chat has all of these words, in its title, a question or an answer. @param {Chat} chat @param {string} text */
function has(chat, text) {
  const all = plain([titled(chat), ...said(chat.turns)].join(" "));
  return plain(text).split(/\s+/).every((word) => all.includes(word));
}

/** Leave those in the list that have these words. @param {string} text */
export function search(text) {
  const all = chats();
  for (const entry of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#chats li[data-name]"))) {
    const chat = all[entry.dataset.name ?? ""];
    entry.hidden = !chat || !has(chat, text);
  }
}

/** @param {string} what @param {string} name @param {string} text @param {string} [label] */
function button(what, name, text, label) {
  const made = document.createElement("button");
  made.dataset[what] = name;
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label);
  return made;
}

/** Another window kept a chat, or forgot one. @param {StorageEvent} event */
export function changed(event) {
  if (event.key !== shelf) return;
  list();
  catchUp();
}

function list() {
  const all = chats();
  const names = latest(all);
  const field = /** @type {HTMLInputElement | null} */ (find("#chats input[type=search]"));
  if (field) field.hidden = names.length <= few;
  const sought = field && !field.hidden ? field.value : "";
  const year = new Date().getFullYear();
  const entries = names.map((name) => {
    const entry = document.createElement("li");
    entry.dataset.name = name;
    entry.hidden = sought !== "" && !has(all[name], sought);
    const day = document.createElement("time");
    const changed = new Date(all[name].time);
    day.dateTime = changed.toLocaleDateString("sv"); // as ISO 8601 has it
    const of = changed.getFullYear() === year ? undefined : /** @type {const} */ ("numeric");
    day.textContent = changed.toLocaleDateString(daysOf, { day: "numeric", month: "long", year: of });
    const title = titled(all[name]);
    const chosen = button("chat", name, title);
    chosen.dir = "auto";
    chosen.title = title; // where the list is too narrow for it
    if (name === current) chosen.setAttribute("aria-current", "true");
    const renaming = button("rename", name, "✎", gettext("Rename “{title}”", { title }));
    entry.append(chosen, day, renaming, button("drop", name, "×", gettext("Forget “{title}”", { title })));
    return entry;
  });
  const gone = dropped();
  if (gone) {
    const entry = document.createElement("li");
    const told = gettext("Forgotten: “{title}”", { title: titled(gone.chat) });
    entry.append(`${told} `, button("restore", gone.name, gettext("Put back")));
    entries.unshift(entry);
  }
  document.title = all[current] ? gettext("{title} – Articles", { title: titled(all[current]) }) : untitled;
  const listed = find("#chats ul");
  // What did not change stays under the pointer: a click that begins on an entry is lost where that is replaced before it ends.
  if (listed && listed.innerHTML !== entries.map((entry) => entry.outerHTML).join("")) listed.replaceChildren(...entries);
}
