import { globSync } from "node:fs";
import path from "node:path";
import type { GetServerSideProps, GetServerSidePropsContext, NextApiHandler } from "next";
import { createMocks } from "node-mocks-http";
import { makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import posts from "../../pages/api/posts/index";

const data = withDatabase();
withSettings({ POSTING: "members" });

/** What anyone may ask for. Everything else under pages/ has to refuse a stranger. */
const PUBLIC = [
  "GET /api/about",
  "GET /api/auth/session", // says that nobody is signed in
  "POST /api/auth/passkeys/request-options", // a challenge, the same for everyone
  "POST /api/auth/passkeys/sign-in",
  "POST /api/auth/sign-in",
  "POST /api/auth/sign-out", // ends no session but the sender's own
  "POST /api/auth/sign-up", // refuses by itself once there is an owner
  "POST /api/auth/reset-request", // the letter goes to the account's holder
  "POST /api/auth/reset", // needs a token from a letter
  "GET /api/feeds/atom",
  "GET /api/feeds/json",
  "GET /api/feeds/rss",
  "GET /api/health",
  "GET /api/ready",
  "GET /api/legacy-posts",
  "GET /api/llms",
  "GET /api/manifest",
  "POST /api/messages", // to the owner, a few an hour
  "GET /api/openapi.json",
  "GET /api/posts",
  "GET /api/posts/[id]", // public posts; see hidden-posts.test.ts
  "GET /api/posts/[id]/markdown", // the same
  "GET /api/robots",
  "GET /api/images/files/[file]", // whoever reads a post sees its images
  "GET /api/sitemap",
  "GET /api/sitemap/[part]", // public posts
  "GET /api/tags",
];

/** Pages that show anyone something; what they show of posts is in hidden-posts.test.ts. */
const PUBLIC_PAGES = [
  "/",
  "/404",
  "/500",
  "/about",
  "/[...path]",
  "/blog",
  "/blog-dynamic",
  "/blog-static/[[...none]]",
  "/blog/[id]",
  "/blog/[id]/[slug]",
  "/contact",
  "/docs/[[...slug]]",
  "/docs/api",
  "/docs/errors",
  "/login",
  "/reset-password",
  "/signup",
];

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const REFUSALS = [401, 403, 404];

const addressOf = (file: string) => {
  const address = path.relative("pages", file).replace(/\.tsx?$/, "");
  return `/${address.replace(/(^|\/)index$/, "")}`;
};
const endpoints = globSync("pages/api/**/*.ts").sort();
const pages = globSync("pages/**/*.tsx")
  .filter((file) => !path.basename(file).startsWith("_"))
  .sort();

async function handlerIn(file: string): Promise<NextApiHandler> {
  return ((await import(path.resolve(file))) as { default: NextApiHandler }).default;
}

/** The methods of an endpoint, as it says them itself. */
async function methodsOf(file: string): Promise<string[]> {
  const { headers } = await call(await handlerIn(file), { method: "OPTIONS" });
  return METHODS.filter((method) => String(headers.allow).split(", ").includes(method));
}

/** What can stand in an address, of a public post of the owner's, which has a tag with the same slug. */
async function addressPartsOf({ headers }: TestAccount): Promise<Record<string, string>> {
  const { id, slug } = asPost(
    (await call(posts, { method: "POST", headers, body: newPost({ tags: ["Hello"] }) })).json(),
  );
  return { id, slug, version: "1", path: "/old" };
}

const partsIn = (file: string, parts: Record<string, string>) =>
  Object.fromEntries(Object.entries(parts).filter(([name]) => file.includes(`[${name}]`)));

/** The methods of an endpoint that did something other than refuse. */
async function doneBy(file: string, methods: string[], query: Record<string, string>, headers = {}): Promise<string[]> {
  const done: string[] = [];
  for (const method of methods) {
    const body = method === "GET" ? undefined : newPost();
    const { status } = await call(await handlerIn(file), { method, query, headers, body });
    if (!REFUSALS.includes(status)) done.push(`${method} ${addressOf(file)}`);
  }
  return done;
}

test("the walk finds the files, and every line of the lists stands for something", async () => {
  const known: string[] = [];
  for (const file of endpoints) for (const method of await methodsOf(file)) known.push(`${method} ${addressOf(file)}`);
  expect(known.length).toBeGreaterThan(30);
  expect(known).toEqual(expect.arrayContaining(PUBLIC));
  expect(pages.map(addressOf)).toEqual(expect.arrayContaining(PUBLIC_PAGES));
});

test.each(endpoints)("%s refuses a stranger by every method that is not public", async (file) => {
  const query = partsIn(file, await addressPartsOf(await makeOwner()));
  const before = await rowsIn(data.db, "posts");
  const done = await doneBy(file, await methodsOf(file), query);
  expect(done.filter((line) => !PUBLIC.includes(line))).toEqual([]);
  expect(await rowsIn(data.db, "posts")).toEqual(before);
});

test.each(endpoints)("%s refuses a key that only reads by every method that writes", async (file) => {
  const owner = await makeOwner();
  const query = partsIn(file, await addressPartsOf(owner));
  const { headers } = await makeKey(owner, { name: "Reader", scope: "read" });
  const writes = (await methodsOf(file)).filter((method) => method !== "GET");
  const done = await doneBy(file, writes, query, headers);
  expect(done.filter((line) => !PUBLIC.includes(line))).toEqual([]);
});

/** Asks for a page as Next does. undefined: it is the same for everyone, and made without asking who is there. */
async function ask(file: string, params: Record<string, string>, headers = {}) {
  const page = (await import(path.resolve(file))) as { getServerSideProps?: GetServerSideProps };
  if (!page.getServerSideProps) return undefined;
  const { req, res } = createMocks({
    method: "GET",
    url: addressOf(file),
    headers: { host: "octavo.test", ...headers },
  });
  const context = { req, res, params, query: params, resolvedUrl: addressOf(file) };
  return page.getServerSideProps(context as unknown as GetServerSidePropsContext);
}

function isRefusal(answer: Awaited<ReturnType<typeof ask>>): boolean {
  if (!answer) return false;
  if ("redirect" in answer) return answer.redirect.destination.startsWith("/login");
  return "notFound" in answer && answer.notFound === true;
}

test.each(pages.filter((file) => !PUBLIC_PAGES.includes(addressOf(file))))("%s refuses a stranger", async (file) => {
  const params = partsIn(file, await addressPartsOf(await makeOwner()));
  expect(isRefusal(await ask(file, params))).toBe(true);
});

test.each(pages)("%s is no fault for who sends a key that is no good", async (file) => {
  const params = partsIn(file, await addressPartsOf(await makeOwner()));
  // A page may say when it was made.
  const shown = async (headers = {}) =>
    JSON.stringify(await ask(file, params, headers))?.replace(/"renderedAt":"[^"]*"/, "");
  expect(await shown({ authorization: "Bearer octavo_wrong" })).toEqual(await shown());
});
