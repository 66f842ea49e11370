import { randomUUID } from "node:crypto";
import { openDatabase } from "#lib/server/db/open";
import { createKey } from "#lib/server/keys/keys";
import type { Comparison } from "../comparison.ts";
import { startEmptyApp } from "../empty-app.ts";
import { draft, startOctavo } from "../octavo.ts";
import { inMs, type Sample, sample } from "../sample.ts";
import type { Server } from "../server.ts";

/** Texts of about these lengths, in KB: a short post, and one as long as a chapter. */
const TEXTS = { "1.4 KB": 1, "50 KB": 36 };

/** Creates an account. @returns a key of it: autosaves belong to accounts */
async function createAccountKey(databaseUrl: string): Promise<string> {
  const { db } = await openDatabase(databaseUrl);
  const [id, now] = [randomUUID(), new Date().toISOString()];
  try {
    await db
      .insertInto("accounts")
      .values({
        id,
        name: "Ada",
        email: `${id}@octavo.test`,
        slug: id,
        emailVerified: 0,
        role: "owner",
        createdAt: now,
        updatedAt: now,
      })
      .execute();
    return (await createKey(db, id, { name: "benchmark", scope: "write" })).key;
  } finally {
    await db.destroy();
  }
}

/** Sends one text after the other, as an editor does. @param request sends the text of a number */
async function inTurn(
  server: Server,
  seconds: number,
  request: (number: number) => Promise<Response>,
): Promise<Sample> {
  const measured = await sample(server, async () => {
    const started = performance.now();
    let requests = 0;
    while (performance.now() - started < seconds * 1000) {
      const response = await request(requests);
      if (!response.ok) throw new Error(`${response.url} responded ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
      requests += 1;
    }
    return { requests, seconds: (performance.now() - started) / 1000 };
  });
  return inMs(measured);
}

/** Autosaves of one editor, each on the disk before the response, compared with a handler that parses the same body. */
export async function autosaves(
  databaseUrl: string,
  seconds: number,
): Promise<{ comparisons: Comparison[]; stop(): Promise<void> }> {
  const headers = {
    Authorization: `Bearer ${await createAccountKey(databaseUrl)}`,
    "Content-Type": "application/json",
  };
  const octavo = await startOctavo("octavo-autosaves", databaseUrl);
  const empty = await startEmptyApp("[]", "{}", {});

  function row(text: keyof typeof TEXTS): Comparison {
    const url = `${octavo.url}/api/autosaves/${randomUUID()}`;
    let etag: string | undefined;
    const bodyOf = (number: number) => {
      const { content, ...rest } = draft(number);
      return JSON.stringify({ ...rest, content: content.repeat(TEXTS[text]) });
    };
    async function save(number: number): Promise<Response> {
      const precondition = etag && { "If-Match": etag };
      const body = bodyOf(number);
      const response = await fetch(url, { method: "PUT", headers: { ...headers, ...precondition }, body });
      etag = response.headers.get("ETag") ?? undefined;
      return response;
    }
    const parse = (number: number) =>
      fetch(`${empty.url}/api/posts`, { method: "POST", headers, body: bodyOf(number) });
    return {
      work: `autosave of ${text}`,
      against: "empty Next handler that parses the body",
      unit: "ms",
      ours: () => inTurn(octavo, seconds, save),
      theirs: () => inTurn(empty, seconds, parse),
    };
  }

  return {
    comparisons: (Object.keys(TEXTS) as (keyof typeof TEXTS)[]).map(row),
    async stop() {
      await octavo.stop();
      await empty.stop();
    },
  };
}
