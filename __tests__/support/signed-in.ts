import { sendRequest } from "./send-request.ts";
import { setupCodeAt } from "./setup-code.ts";

export const PASSWORD = "correct horse battery";

/** Signs up on a started server, and signs in. @returns the responses, and the headers of the session */
export async function signUpAt(url: string, name: string, more: Record<string, string> = {}) {
  const email = `${name.toLowerCase()}@octavo.test`;
  const up = await sendRequest(`${url}/api/auth/sign-up`, {
    method: "POST",
    // Only the first account needs it; others may send it.
    body: { name, email, password: PASSWORD, setupCode: setupCodeAt(url), ...more },
  });
  const answer = await sendRequest(`${url}/api/auth/sign-in`, { method: "POST", body: { email, password: PASSWORD } });
  const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  return { up, answer, headers: { cookie } };
}

/** The session as a cookie for a browser context of Playwright. */
export function asBrowserCookie(url: string, { cookie }: { cookie: string }) {
  const at = cookie.indexOf("=");
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url };
}
