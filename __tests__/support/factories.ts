import { LegacyPost, type NewPostInput, Post, PostListItem } from "#lib/shared/posts";
import posts from "../../pages/api/posts/index";
import { call } from "./call.ts";

/** Valid input of POST; `fields` are those that matter to the test. */
export function newPost(fields: Partial<NewPostInput> = {}): NewPostInput {
  return { title: "Hello", content: "World", ...fields };
}

/** Creates a post through the API. @returns the response */
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
