import { TestServer } from "#support/server";
import { SAMPLE_POSTS } from "./sample-posts.ts";

/** Starts the built Octavo with a temporary database of sample posts. The caller must `discard` it. */
export async function startSampleSite(settings: Record<string, string> = {}): Promise<TestServer> {
  const server = await new TestServer(settings).start();
  for (const post of SAMPLE_POSTS) {
    const headers = { "Content-Type": "application/json" };
    const { status } = await fetch(`${server.url}/api/posts`, { method: "POST", headers, body: JSON.stringify(post) });
    if (status !== 201) throw new Error(`“${post.title}” was rejected with status ${status}`);
  }
  return server;
}
