import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";
import { makeAuthor, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";
import { getServerSideProps } from "../../../../../pages/about/edit";
import about from "../../../../../pages/api/about";
import autosave from "../../../../../pages/api/autosaves/[id]";

withDatabase();
withSettings({ POSTING: "members" });

type Shown = {
  post: { content: string; version: number };
  version: number;
  fields: { title: string; content: string; publication: string };
  comparison: unknown[] | null;
  account: string | null;
  autosave: { id: string } | null;
  posted: { refused: { status: number; typed: object } | null; previewed: { html: string } | null };
};
type Result = { redirect?: { destination: string }; notFound?: boolean; props?: Shown };

let owner: TestAccount;
beforeEach(async () => {
  owner = await makeOwner();
});

/** Requests the page; with a body, posts its form, as a browser without JavaScript does. */
async function open(headers: Record<string, string>, body?: Record<string, string>) {
  const { req, res } = createMocks({
    method: body ? "POST" : "GET",
    headers: { host: "octavo.test", ...headers },
    body,
  });
  const context = { req, res, params: {}, query: {}, resolvedUrl: "/about/edit" };
  const result = await (getServerSideProps as GetServerSideProps)(context as unknown as GetServerSidePropsContext);
  return { ...(result as Result), status: res.statusCode };
}

const read = async () => (await call(about)).json() as { content: string; version: number };
const put = (content: string) => call(about, { method: "PUT", headers: owner.headers, body: { content } });
/** The form, with the fields of a post that it does not change. */
const form = (fields: Record<string, string>) => ({
  form: "save",
  title: "About",
  publication: "published",
  version: "0",
  account: owner.account.id,
  content: "One\r\n\r\ntwo",
  ...fields,
});

test("/about/edit — opened by the owner — the text as a published post, with the owner's autosave", async () => {
  const id = "0b1f3c9e-5d0a-4c7e-9a55-3f0f6a1c2d4e";
  await call(autosave, {
    method: "PUT",
    query: { id },
    headers: owner.headers,
    body: { post: "about", baseVersion: 0, content: "Half" },
  });
  const { props } = await open(owner.headers);
  expect(props).toMatchObject({
    version: 0,
    fields: { title: "About", content: (await read()).content, publication: "published" },
    account: owner.account.id,
    autosave: { id },
  });
});

test("/about/edit — opened by others — the sign-in page, and 404 for an author", async () => {
  const { headers } = await makeAuthor();
  expect((await open({})).redirect?.destination).toBe("/login?next=%2Fabout%2Fedit");
  expect((await open(headers)).notFound).toBe(true);
});

test("/about/edit — saved — the content with our line ends, nothing but the content", async () => {
  expect((await open(owner.headers, form({ title: "Other", autosave: "x" }))).redirect?.destination).toBe("/about");
  expect(await read()).toMatchObject({ content: "One\n\ntwo", version: 1 });
});

test("/about/edit — empty — 400, with what was typed", async () => {
  const { props, status } = await open(owner.headers, form({ content: " " }));
  expect([status, props?.posted.refused?.typed]).toEqual([400, expect.objectContaining({ content: " " })]);
});

test("/about/edit — saved by someone else meanwhile — 412 with both texts, saving again replaces theirs", async () => {
  await put("Theirs");
  const { props, status } = await open(owner.headers, form({ content: "Mine" }));
  expect(status).toBe(412);
  expect(props).toMatchObject({
    post: { content: "Theirs" },
    version: 1,
    posted: { refused: { typed: { content: "Mine" } } },
  });
  expect(JSON.stringify(props?.comparison)).toMatch(/Theirs.*Mine/);
  expect((await read()).content).toBe("Theirs");
  await open(owner.headers, form({ content: "Mine", version: String(props?.version) }));
  expect(await read()).toMatchObject({ content: "Mine", version: 2 });
});

test("/about/edit — preview — rendered, not saved, and based on the version it was", async () => {
  await put("Theirs");
  const { props, status } = await open(owner.headers, form({ form: "preview", content: "Some *words*" }));
  expect([status, props?.version]).toEqual([200, 0]);
  expect(props?.posted.previewed?.html).toContain("<em>words</em>");
  expect((await read()).version).toBe(1);
});

test("/about/edit — posted without the owner's session — refused, with what was typed", async () => {
  const author = await makeAuthor();
  for (const [headers, expected] of [
    [{}, 401],
    [author.headers, 409],
  ] as const) {
    for (const name of ["save", "preview"]) {
      const { props, status } = await open(headers, form({ form: name }));
      expect([status, props?.posted.refused]).toMatchObject([expected, { typed: { content: "One\r\n\r\ntwo" } }]);
    }
  }
  expect((await open(author.headers, form({ account: author.account.id }))).status).toBe(403);
  expect((await read()).version).toBe(0);
});
