// The stream on which Gradio's script hears of its events. The server ends it with the last event that it knows of; what is
// sent before the page has read that end would be heard of by nobody, a click that does nothing. Such a stream goes on. And
// none begins for an event that has ended on the one before: the server would drop it in the end, and Gradio open no other.
// What is sent is told to the page, too, and while something is being cancelled. No module, as it has to be there before
// Gradio's script is.
// @ts-check
(() => {
const fetched = window.fetch;
/** Events that were sent and have not ended. @type {Set<string>} */
const open = new Set();
/** Events that have ended before it was heard which was sent. @type {Set<string>} */
const early = new Set();
/** Events that are being sent. @type {Set<Promise<unknown>>} */
const sending = new Set();
/** Which tells when one of these was sent. */
const arrived = new EventTarget();
/** What a stream says last. */
const closing = 'data: {"msg": "close_stream"}\n\n';
/** How many requests there are by which something is being cancelled. */
let cancelling = 0;
/** When what was heard while the page could be seen has been acted on, which Gradio puts off: what it hears of a page that is
    hidden it acts on at once, and would add to an answer what comes after the words that it has put off. */
let acted = Promise.resolve();
document.addEventListener("visibilitychange", () => { acted = new Promise((done) => { setTimeout(done); }); });

window.fetch = async (...request) => {
  const { pathname } = new URL(request[0] instanceof Request ? request[0].url : request[0], location.href);
  if (pathname.endsWith("/queue/join")) {
    dispatchEvent(new CustomEvent("sent", { detail: String(request[1]?.body) }));
    return send(fetched(...request));
  }
  if (/\/(cancel|reset)$/.test(pathname)) return cancel(fetched(...request));
  if (!pathname.endsWith("/queue/data")) return fetched(...request);
  if (!open.size) return new Response(closing, { headers: { "Content-Type": "text/event-stream" } });
  const reply = await fetched(...request);
  return reply.ok && reply.body ? goOn(reply, () => fetched(...request)) : reply;
};

/** @param {Promise<Response>} request */
async function send(request) {
  const sent = request.then(async (reply) => {
    if (!reply.ok) return;
    const { event_id } = await reply.clone().json();
    if (!early.delete(event_id)) open.add(event_id);
  }).catch(() => {}); // whoever asked is told by the request itself
  sending.add(sent);
  await sent;
  sending.delete(sent);
  arrived.dispatchEvent(new Event("sent"));
  return request;
}

/** @param {Promise<Response>} request */
function cancel(request) {
  const tell = (/** @type {number} */ change) => {
    cancelling += change;
    dispatchEvent(new CustomEvent("cancelling", { detail: cancelling > 0 }));
  };
  tell(1);
  const end = () => { setTimeout(tell, 0, -1); }; // after Gradio's script has gone on, which may send the next of them
  request.then(end, end);
  return request;
}

/** What a stream says, and where it ends too early, what the next one does.
    @param {Response} first @param {() => Promise<Response>} again */
function goOn(first, again) {
  const { status, headers } = first;
  /** @param {ReadableStreamDefaultController<Uint8Array>} heard */
  async function start(heard) {
    try {
      for (let reply = first; ; reply = await again()) {
        if (!reply.ok || !reply.body) throw reply;
        const end = await pass(reply.body, heard);
        // Till what is to be heard of is sent, and no longer: another of these may take its time.
        while (!open.size && sending.size) await new Promise((done) => arrived.addEventListener("sent", done, { once: true }));
        if (!end || !open.size) {
          if (end) heard.enqueue(end);
          break;
        }
      }
      heard.close();
    } catch (error) {
      heard.error(error); // the page was left, the login ended, or the server is gone
    }
  }
  return new Response(new ReadableStream({ start }), { status, headers });
}

/** Pass on what a stream says, but for its last word, which is returned.
    @param {ReadableStream<Uint8Array>} body @param {ReadableStreamDefaultController<Uint8Array>} heard */
async function pass(body, heard) {
  const [reader, decoder, encoder] = [body.getReader(), new TextDecoder(), new TextEncoder()];
  for (let begun = ""; ;) {
    const { value, done } = await reader.read();
    if (done) return null;
    const said = (begun + decoder.decode(value, { stream: true })).split("\n\n");
    begun = said.pop() ?? "";
    for (const one of said) {
      const { msg, event_id } = JSON.parse(one.replace(/^data: */, ""));
      if (msg === "close_stream") {
        reader.read().catch(() => {}); // to its end, or the connection stays taken, and a browser has six for a server
        return encoder.encode(`${one}\n\n`);
      }
      await acted;
      if (msg === "process_completed" && !open.delete(event_id)) early.add(event_id);
      heard.enqueue(encoder.encode(`${one}\n\n`));
    }
  }
}
})();
