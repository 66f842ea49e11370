import { TestServer } from "#support/server";
import { SAMPLE_POSTS } from "./sample-posts.ts";

/** The built Octavo with a database of its own, in which there are posts to look at. To be discarded in the end. */
export async function startSampleSite(): Promise<TestServer> {
  const server = await new TestServer().start();
  for (const post of SAMPLE_POSTS) {
    const headers = { "Content-Type": "application/json" };
    const { status } = await fetch(`${server.url}/api/posts`, { method: "POST", headers, body: JSON.stringify(post) });
    if (status !== 201) throw new Error(`“${post.title}” was refused with status ${status}`);
  }
  return server;
}
