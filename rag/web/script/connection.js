// What the page asks of the server: a login ends by itself, and a server can be restarted. Gradio's own script then waits for
// answers that nobody writes, so the page is loaded anew, with its chat.
// @ts-check
import { say } from "./copying.js";
import { find } from "./dom.js";
import { gettext } from "./words.js";

const left = `left ${location.pathname}`;
const pause = 5000; // milliseconds between two looks at whether it is still the same server
const fetched = window.fetch;
/** By which the server is known that the page came from. @type {string | undefined} */
let known;
/** Whether something was typed since the last click or Enter. */
let typing = false;

export function watch() {
  window.fetch = async (...request) => {
    const reply = await fetched(...request);
    // What the page asks by itself takes nobody away who is typing: they are asked to log in when that is sent.
    if (reply.status === 401 && !(typing && asked())) logIn();
    return reply;
  };
  addEventListener("input", () => { typing = true; }, true);
  addEventListener("click", () => { typing = false; }, true);
  addEventListener("keydown", ({ key }) => { if (key === "Enter") typing = false; }, true);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // its streams ended when it was left
  document.addEventListener("visibilitychange", check);
  setInterval(check, pause);
  check();
}

/** Load the page anew where the server is another one by now. */
export async function check() {
  if (document.hidden) return;
  /** @type {Response | null} */
  const reply = await fetched("gradio_api/app_id").catch(() => null); // away, and asked for again
  document.body.toggleAttribute("data-away", reply === null);
  if (reply === null) say(gettext("The server does not answer. The page goes on by itself as soon as it does."));
  if (reply?.status === 401) return asked() ? undefined : logIn();
  if (!reply?.ok) return;
  const serving = await reply.text();
  known ??= serving;
  if (serving !== known) location.reload();
}

/** What is typed. */
const asked = () => /** @type {HTMLTextAreaElement | null} */ (find("#question textarea"))?.value;

/** To the login, and back to the chat, which then asks what it was asked; the login loses what an address has after "#". */
function logIn() {
  if (location.hash) return leave();
  const question = asked();
  location.assign(question ? `login?q=${encodeURIComponent(question)}` : "login");
}

function leave() {
  sessionStorage.setItem(left, location.hash);
  location.assign("login");
}

/** Take up the address that was left for the login. */
export function comeBack() {
  const address = sessionStorage.getItem(left);
  sessionStorage.removeItem(left);
  if (address && !location.hash) history.replaceState(null, "", address);
}
