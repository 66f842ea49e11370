/** The response of a started server. */
export type Reply = { status: number; headers: Headers; text: string; json: () => unknown };

/** Sends a request to a started server. A `body` that is neither text nor bytes is sent as JSON. */
export async function sendRequest(
  url: string,
  { body, headers = {}, ...init }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Reply> {
  const isRaw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
  const type: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(url, {
    ...init,
    headers: { ...type, ...headers },
    body: isRaw ? (body as BodyInit | undefined) : JSON.stringify(body),
    redirect: "manual",
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown };
}
