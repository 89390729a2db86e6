// The review page's calls to the server. They do not go over the circuit: a key pressed while it reconnects is saved all the same.

/** The server did not do what was asked; the message is its sentence. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(path, body) {
  const options = { headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.headers.RequestVerificationToken = document.querySelector("meta[name=request-token]")?.content ?? "";
    options.body = JSON.stringify(body);
    // A page that closes finishes what it was saying; browsers allow that for small bodies only.
    options.keepalive = options.body.length < 60_000;
  }
  const response = await fetch(`/api/v1/review/${path}`, options);
  if (response.ok)
    return response.json();
  let problem = null;
  try { problem = await response.json(); } catch { /* not our server's words */ }
  throw new Refused(response.status, problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`);
}

export const list = query => call(`faces${query ? `?${query}` : ""}`);
export const decide = actions => call("decisions", { actions });
export const undo = actionId => call("undo", { actionId });
export const redo = actionId => call("redo", { actionId });

/** What the next undo would take back and the next redo do again: { undo, redo }, each { actionId, text } or null. */
export const steps = () => call("steps");

/** Details of any number of faces, asked for in parts that the server takes. */
export async function details(ids) {
  const found = [];
  for (let i = 0; i < ids.length; i += 200)
    found.push(...await call(`details?ids=${ids.slice(i, i + 200).join(",")}`));
  return found;
}
