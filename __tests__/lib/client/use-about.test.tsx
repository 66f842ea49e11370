import { act } from "@testing-library/react";
import { useSaveAbout } from "#lib/client/use-about";
import { runHook } from "#support/render";

const START = { content: "Old", version: 1, updatedAt: null };
type Sent = { match: string | undefined; body: unknown };

/** A server that has version `version` of the text. */
function serverAt(version: number): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = (async (_path: string, { body, headers }: RequestInit) => {
    const match = (headers as Record<string, string>)["If-Match"];
    sent.push({ match, body: JSON.parse(String(body)) });
    const ok = match === `"about-${version}"`;
    const response = ok
      ? { content: "New", version: ++version, updatedAt: null }
      : { title: "Changed", current: { version } };
    return { ok, status: ok ? 200 : 412, headers: new Map(), json: async () => response };
  }) as unknown as typeof fetch;
  return sent;
}

test("useSaveAbout — two saves — the second sends the ETag of the first", async () => {
  const sent = serverAt(1);
  const { result } = runHook(() => useSaveAbout(START), undefined);
  await act(() => result.current("One"));
  await act(() => result.current("Two"));
  expect(sent).toEqual([
    { match: '"about-1"', body: { content: "One" } },
    { match: '"about-2"', body: { content: "Two" } },
  ]);
});

test("useSaveAbout — 412 — rejects; the next save overwrites the newer version", async () => {
  const sent = serverAt(5);
  const { result } = runHook(() => useSaveAbout(START), undefined);
  await act(async () => expect(await result.current("Mine").catch((error: Error) => error.message)).toBe("Changed"));
  await act(() => result.current("Mine"));
  expect(sent.map(({ match }) => match)).toEqual(['"about-1"', '"about-5"']);
});
