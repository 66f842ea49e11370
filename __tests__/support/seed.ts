import type { NewPostInput } from "#lib/shared/posts";
import { sendRequest } from "./send-request.ts";

/** Creates posts on a started server, one after the other. @param headers of their author */
export async function seedPosts(url: string, drafts: NewPostInput[], headers = {}): Promise<string[]> {
  const ids: string[] = [];
  for (const body of drafts) {
    const made = await sendRequest(`${url}/api/posts`, { method: "POST", body, headers });
    if (made.status !== 201) throw new Error(`The post was refused: ${made.text}`);
    ids.push((made.json() as { id: string }).id);
  }
  return ids;
}

/** Short posts with past dates, a minute apart: "Leaf 1" is the newest. */
export function leaves(count: number): NewPostInput[] {
  const newest = Date.UTC(2020, 0, 1);
  return Array.from({ length: count }, (_, place) => ({
    title: `Leaf ${place + 1}`,
    content: `What stands on leaf ${place + 1} of the book, and on its back.`,
    tags: place % 2 === 0 ? ["recto", "paper"] : ["verso"],
    publishedAt: new Date(newest - place * 60_000).toISOString(),
  }));
}
