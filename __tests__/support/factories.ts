import { LegacyPost, type NewPostInput, Post, PostListItem } from "#lib/shared/posts";
import posts from "../../pages/api/posts/index";
import { call } from "./call.ts";

/** A post that POST takes; `fields` says what matters to the test. */
export function newPost(fields: Partial<NewPostInput> = {}): NewPostInput {
  return { title: "Hello", content: "World", ...fields };
}

/** Makes a post through the API and gives it as the contract has it. */
export async function makePost(fields: Partial<NewPostInput> = {}): Promise<Post> {
  const { status, json } = await call(posts, { method: "POST", body: newPost(fields) });
  if (status !== 201) throw new Error(`The post was refused: ${JSON.stringify(json())}`);
  return Post.parse(json());
}

/** The posts that GET /api/posts lists. */
export async function listedPosts(query: Record<string, string> = {}): Promise<PostListItem[]> {
  return PostListItem.array().parse((await call(posts, { query })).json());
}

/** The titles that a search finds, in alphabetical order. */
export async function titlesFound(q: string): Promise<string[]> {
  return (await listedPosts({ q })).map(({ title = "" }) => title).sort();
}

export const asPost = (value: unknown): Post => Post.parse(value);
export const asLegacyPosts = (value: unknown): LegacyPost[] => LegacyPost.array().parse(value);
