// The stream on which Gradio's script hears of its events. The server ends it with the last event that it knows of; what is
// sent before the page has read that end would be heard of by nobody, a click that does nothing. Such a stream goes on. What
// is sent is told to the page, too. No module, as it has to be there before Gradio's script is.
// @ts-check
(() => {
const fetched = window.fetch;
/** Events that were sent and have not ended. @type {Set<string>} */
const open = new Set();
/** Events that have ended before it was heard which was sent. @type {Set<string>} */
const early = new Set();
/** Events that are being sent. @type {Set<Promise<unknown>>} */
const sending = new Set();

window.fetch = async (...request) => {
  const { pathname } = new URL(request[0] instanceof Request ? request[0].url : request[0], location.href);
  if (pathname.endsWith("/queue/join")) {
    dispatchEvent(new CustomEvent("sent", { detail: String(request[1]?.body) }));
    return send(fetched(...request));
  }
  const reply = await fetched(...request);
  return pathname.endsWith("/queue/data") && reply.ok && reply.body ? goOn(reply, () => fetched(...request)) : reply;
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
        await Promise.all(sending);
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
      if (msg === "process_completed" && !open.delete(event_id)) early.add(event_id);
      heard.enqueue(encoder.encode(`${one}\n\n`));
    }
  }
}
})();
