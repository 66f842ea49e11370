import { picture } from "#support/image-files";
import { TestServer } from "#support/server";
import { SAMPLE_POSTS } from "./sample-posts.ts";

/** For the upload of images, which needs one in production. */
const API_KEY = "a-key-of-the-operator";
/** How many images the post with images has beside its cover. */
const IMAGES = 10;

/** Starts the built Octavo with a temporary database of sample posts. The caller must `discard` it. */
export async function startSampleSite(settings: Record<string, string> = {}): Promise<TestServer> {
  const server = await new TestServer({ API_KEY, ...settings }).start();
  for (const post of SAMPLE_POSTS) {
    const headers = { "Content-Type": "application/json" };
    const { status } = await fetch(`${server.url}/api/posts`, { method: "POST", headers, body: JSON.stringify(post) });
    if (status !== 201) throw new Error(`“${post.title}” was rejected with status ${status}`);
  }
  return server;
}

/** Creates a post with a cover and ten images of different sizes. @returns its path */
export async function createPostWithImages(site: string): Promise<string> {
  const post = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) => {
    const headers = { authorization: `Bearer ${API_KEY}`, "content-type": type };
    const response = await fetch(site + path, { method: "POST", headers, body });
    if (!response.ok) throw new Error(`${path} was refused with status ${response.status}`);
    return response.json() as Promise<{ id: string; url: string }>;
  };
  const images: { id: string; url: string }[] = [];
  for (let number = 0; number <= IMAGES; number++) {
    const bytes = await picture(900 + 150 * number, 700)
      .jpeg()
      .toBuffer();
    images.push(await post("/api/images", "image/jpeg", new Uint8Array(bytes)));
  }
  const [cover, ...others] = images;
  const content = others.map(({ url }, number) => `![Image ${number}](${url})\n\nWords between.`).join("\n\n");
  const draft = { title: "Ten images", content, cover: { image: cover?.id, alt: "A sheet" } };
  return new URL((await post("/api/posts", "application/json", JSON.stringify(draft))).url).pathname;
}
