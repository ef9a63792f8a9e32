// The page's only door to the server.

const TROUBLE = {
  ok: false,
  error: "unreachable",
  message: "The sandbox did not answer. Is it still running?",
};

async function asked(request) {
  try {
    const response = await request;
    const answer = await response.json();
    return typeof answer?.ok === "boolean" ? answer : TROUBLE;
  } catch {
    return TROUBLE; // an answer is always an object with ok, so that callers have one way to look at it
  }
}

/** Ask for something under /client; absent parameters are left out. */
export function get(path, parameters = {}) {
  const present = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return asked(fetch(`/client/${path}?${new URLSearchParams(present)}`));
}

/** Send something to /client as JSON. */
export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return asked(fetch(`/client/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}
