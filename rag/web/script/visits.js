// When the reader was here last, which the browser keeps as a day, so that the server can say what came since.
// @ts-check
import { awaited, server } from "./dom.js";

const kept = `visits ${location.pathname}`;

/** Tell the server the day of the last visit before today's, "" at the first. */
export async function tell() {
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  let { day = "", before = "" } = visits();
  if (day !== today) [day, before] = [today, day];
  localStorage.setItem(kept, JSON.stringify({ day, before }));
  await awaited(() => server.tell);
  server.tell("focus", { since: before });
}

/** @type {() => { day?: string, before?: string }} */
const visits = () => {
  try { return JSON.parse(localStorage.getItem(kept) ?? "") ?? {}; } catch { return {}; } // whatever else wrote there
};
