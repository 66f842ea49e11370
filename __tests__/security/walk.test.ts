import { globSync } from "node:fs";
import path from "node:path";
import type { GetServerSideProps, GetServerSidePropsContext, NextApiHandler } from "next";
import { createMocks } from "node-mocks-http";
import { makeAuthor, makeEditor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { suspend } from "#support/users";
import posts from "../../pages/api/posts/index";

const data = withDatabase();
withSettings({ POSTING: "members" });

/** Public endpoints. Every other endpoint has to refuse anonymous viewers. */
const PUBLIC = [
  "GET /api/about",
  "GET /api/accent/[name]", // a style sheet
  "GET /api/auth/session", // account null for anonymous
  "POST /api/auth/passkeys/request-options", // a challenge, the same for everyone
  "POST /api/auth/passkeys/sign-in",
  "POST /api/auth/sign-in",
  "POST /api/auth/sign-out", // ends no session but the sender's own
  "POST /api/auth/sign-up", // refuses by itself once there is an owner
  "POST /api/auth/reset-request", // the email goes to the account
  "POST /api/auth/email", // needs a token from an email
  "POST /api/auth/reset", // the same
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
  "GET /api/images/files/[file]", // images of public posts
  "GET /api/site",
  "GET /api/sitemap",
  "GET /api/sitemap/[part]", // public posts
  "GET /api/tags",
  "GET /api/users", // who they are; see api/users/read.test.ts
  "GET /api/users/[id]", // the same
];

/** What an author may not do. */
const FOR_EDITORS = ["PUT /api/about", "PATCH /api/tags/[slug]", "DELETE /api/tags/[slug]"];

/** What an editor may not do either. */
const FOR_OWNERS = [
  "POST /api/auth/invitations",
  "GET /api/imports",
  "POST /api/imports",
  "GET /api/imports/[id]",
  "PATCH /api/imports/[id]",
  "DELETE /api/imports/[id]",
  "GET /api/imports/[id]/entries",
  "GET /api/imports/[id]/report",
  "GET /api/invitations",
  "POST /api/invitations",
  "GET /api/invitations/[id]",
  "DELETE /api/invitations/[id]",
  "POST /api/invitations/[id]/link",
  "GET /api/messages",
  "PATCH /api/messages/[id]",
  "DELETE /api/messages/[id]",
  "GET /api/redirects",
  "GET /api/redirects/[path]",
  "PUT /api/redirects/[path]",
  "DELETE /api/redirects/[path]",
  "PATCH /api/site",
  "PATCH /api/users/[id]",
  "DELETE /api/users/[id]",
];

/** Pages of editors and owners, and those of owners alone. */
const EDITORS_PAGES = ["/about/edit", "/account/tags", "/account/tags/[slug]"];
const OWNERS_PAGES = [
  "/account/site",
  "/account/import",
  "/account/messages",
  "/account/redirects",
  "/account/users",
  "/account/users/[id]",
  "/account/welcome",
];

/** Public pages; see hidden-posts.test.ts for the posts on them. */
const PUBLIC_PAGES = [
  "/",
  "/404",
  "/500",
  "/about",
  "/authors/[slug]",
  "/[...path]",
  "/blog",
  "/blog-dynamic",
  "/blog-static/[[...none]]",
  "/blog/[id]",
  "/blog/[id]/[slug]",
  "/confirm-email",
  "/contact",
  "/docs/[[...slug]]",
  "/docs/api",
  "/docs/errors",
  "/login",
  "/preview/[token]", // a secret is needed; see api/preview-links.test.ts
  "/reset-password",
  "/signup",
];

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const REFUSALS = [401, 403, 404];

const pathOf = (file: string) => {
  const route = path.relative("pages", file).replace(/\.tsx?$/, "");
  return `/${route.replace(/(^|\/)index$/, "")}`;
};
const endpoints = globSync("pages/api/**/*.ts").sort();
const pages = globSync("pages/**/*.tsx")
  .filter((file) => !path.basename(file).startsWith("_"))
  .sort();

async function handlerIn(file: string): Promise<NextApiHandler> {
  return ((await import(path.resolve(file))) as { default: NextApiHandler }).default;
}

/** The methods of an endpoint, from its Allow header. */
async function methodsOf(file: string): Promise<string[]> {
  const { headers } = await call(await handlerIn(file), { method: "OPTIONS" });
  return METHODS.filter((method) => String(headers.allow).split(", ").includes(method));
}

/** Path parameters of a public post of the owner, whose tag has the same slug. */
async function pathParametersOf({ headers }: TestAccount): Promise<Record<string, string>> {
  const { id, slug } = asPost(
    (await call(posts, { method: "POST", headers, body: newPost({ tags: ["Hello"] }) })).json(),
  );
  return { id, slug, version: "1", path: "/old" };
}

const partsIn = (file: string, parts: Record<string, string>) =>
  Object.fromEntries(Object.entries(parts).filter(([name]) => file.includes(`[${name}]`)));

/** The methods of an endpoint that did not refuse. */
async function succeededOf(
  file: string,
  methods: string[],
  query: Record<string, string>,
  headers = {},
): Promise<string[]> {
  const succeeded: string[] = [];
  for (const method of methods) {
    const body = method === "GET" ? undefined : newPost();
    const { status } = await call(await handlerIn(file), { method, query, headers, body });
    if (!REFUSALS.includes(status)) succeeded.push(`${method} ${pathOf(file)}`);
  }
  return succeeded;
}

test("PUBLIC, PUBLIC_PAGES — only existing endpoints and pages", async () => {
  const known: string[] = [];
  for (const file of endpoints) for (const method of await methodsOf(file)) known.push(`${method} ${pathOf(file)}`);
  expect(known.length).toBeGreaterThan(30);
  expect(known).toEqual(expect.arrayContaining(PUBLIC));
  expect(pages.map(pathOf)).toEqual(expect.arrayContaining(PUBLIC_PAGES));
});

test.each(endpoints)("%s — anonymous, methods that are not public — refused", async (file) => {
  const query = partsIn(file, await pathParametersOf(await makeOwner()));
  const before = await rowsIn(data.db, "posts");
  const succeeded = await succeededOf(file, await methodsOf(file), query);
  expect(succeeded.filter((line) => !PUBLIC.includes(line))).toEqual([]);
  expect(await rowsIn(data.db, "posts")).toEqual(before);
});

test.each(endpoints)("%s — API key of scope read, methods that write — refused", async (file) => {
  const owner = await makeOwner();
  const query = partsIn(file, await pathParametersOf(owner));
  const { headers } = await makeKey(owner, { name: "Reader", scope: "read" });
  const writes = (await methodsOf(file)).filter((method) => method !== "GET");
  const succeeded = await succeededOf(file, writes, query, headers);
  expect(succeeded.filter((line) => !PUBLIC.includes(line))).toEqual([]);
});

/** The methods of an endpoint that a viewer gets 403 for. */
async function forbiddenOf(file: string, query: Record<string, string>, { headers }: Pick<TestAccount, "headers">) {
  const forbidden: string[] = [];
  for (const method of await methodsOf(file)) {
    const body = method === "GET" ? undefined : newPost();
    const { status } = await call(await handlerIn(file), { method, query, headers, body });
    if (status === 403) forbidden.push(`${method} ${pathOf(file)}`);
  }
  return forbidden;
}

const among = (file: string, lines: string[]) => lines.filter((line) => line.endsWith(` ${pathOf(file)}`)).sort();

test.each(endpoints)(
  "%s — author, editor, owner — 403 for what is not theirs to do, and for nothing else",
  async (file) => {
    const owner = await makeOwner();
    const author = await makeAuthor();
    const editor = await makeEditor();
    // Of a post of their own: what is refused then is refused for the role.
    const forbidden = async (viewer: TestAccount) =>
      (await forbiddenOf(file, partsIn(file, await pathParametersOf(viewer)), viewer)).sort();
    expect(await forbidden(author)).toEqual(among(file, [...FOR_EDITORS, ...FOR_OWNERS]));
    expect(await forbidden(editor)).toEqual(among(file, FOR_OWNERS));
    expect(await forbidden(owner)).toEqual([]);
  },
);

test.each(endpoints)("%s — suspended owner with a session and a key — as anonymous", async (file) => {
  const [owner, suspended] = [await makeOwner(), await makeOwner("Oscar")];
  const query = partsIn(file, await pathParametersOf(suspended));
  const { headers } = await makeKey(suspended);
  await suspend(owner, suspended);
  const before = await rowsIn(data.db, "posts");
  for (const sent of [suspended.headers, headers]) {
    const succeeded = await succeededOf(file, await methodsOf(file), query, sent);
    expect(succeeded.filter((line) => !PUBLIC.includes(line))).toEqual([]);
  }
  expect(await rowsIn(data.db, "posts")).toEqual(before);
});

/** Calls getServerSideProps; undefined for a static page. */
async function requestPage(file: string, params: Record<string, string>, headers = {}) {
  const page = (await import(path.resolve(file))) as { getServerSideProps?: GetServerSideProps };
  if (!page.getServerSideProps) return undefined;
  const { req, res } = createMocks({
    method: "GET",
    url: pathOf(file),
    headers: { host: "octavo.test", ...headers },
  });
  const context = { req, res, params, query: params, resolvedUrl: pathOf(file) };
  return page.getServerSideProps(context as unknown as GetServerSidePropsContext);
}

function isRefusal(result: Awaited<ReturnType<typeof requestPage>>): boolean {
  if (!result) return false;
  if ("redirect" in result) return result.redirect.destination.startsWith("/login");
  return "notFound" in result && result.notFound === true;
}

test.each(pages.filter((file) => !PUBLIC_PAGES.includes(pathOf(file))))(
  "%s — anonymous — redirect to /login or notFound",
  async (file) => {
    const params = partsIn(file, await pathParametersOf(await makeOwner()));
    expect(isRefusal(await requestPage(file, params))).toBe(true);
  },
);

// The preview of an autosave is for its author alone.
const privatePages = pages.filter((file) => ![...PUBLIC_PAGES, "/blog/drafts/[id]"].includes(pathOf(file)));

test.each(privatePages)("%s — author, editor, suspended owner — refused to who may not see it", async (file) => {
  const [owner, suspended] = [await makeOwner(), await makeOwner("Oscar")];
  const [author, editor] = [await makeAuthor(), await makeEditor()];
  await suspend(owner, suspended);
  const parameters = await pathParametersOf(author);
  const params = partsIn(file, pathOf(file).startsWith("/account/users") ? { id: author.account.id } : parameters);
  const isRefused = async ({ headers }: TestAccount) => isRefusal(await requestPage(file, params, headers));
  const [isOwners, isEditors] = [OWNERS_PAGES.includes(pathOf(file)), EDITORS_PAGES.includes(pathOf(file))];
  expect([await isRefused(author), await isRefused(editor), await isRefused(owner)]).toEqual([
    isOwners || isEditors,
    isOwners,
    false,
  ]);
  expect(await isRefused(suspended)).toBe(true);
});

test("pages of roles — each exists", () => {
  expect(pages.map(pathOf)).toEqual(expect.arrayContaining([...EDITORS_PAGES, ...OWNERS_PAGES]));
});

test.each(pages)("%s — invalid API key — the anonymous page", async (file) => {
  const params = partsIn(file, await pathParametersOf(await makeOwner()));
  // A page may contain the time of its rendering.
  const shown = async (headers = {}) =>
    JSON.stringify(await requestPage(file, params, headers))?.replace(/"renderedAt":"[^"]*"/, "");
  expect(await shown({ authorization: "Bearer octavo_wrong" })).toEqual(await shown());
});
