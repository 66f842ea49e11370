import type { NewPostInput } from "#lib/shared/posts";
import { sendRequest } from "./send-request.ts";

/** Creates posts on a started server, one after the other. @param headers of their author */
export async function seedPosts(url: string, drafts: NewPostInput[], headers = {}): Promise<string[]> {
  const ids: string[] = [];
  for (const body of drafts) {
    const created = await sendRequest(`${url}/api/posts`, { method: "POST", body, headers });
    if (created.status !== 201) throw new Error(`The post was refused: ${created.text}`);
    ids.push((created.json() as { id: string }).id);
  }
  return ids;
}

/** Short posts with past dates, a minute apart: "Item 1" is the newest. */
export function numberedPosts(count: number): NewPostInput[] {
  const newest = Date.UTC(2020, 0, 1);
  return Array.from({ length: count }, (_, place) => ({
    title: `Item ${place + 1}`,
    content: `The text of item ${place + 1}, and a few more words.`,
    tags: place % 2 === 0 ? ["recto", "paper"] : ["verso"],
    publishedAt: new Date(newest - place * 60_000).toISOString(),
  }));
}
