import { contentVersion } from "#lib/server/content-version";
import { files } from "#lib/server/files/files";
import { sweepUnusedImages, UNUSED_RETENTION_MS } from "#lib/server/images/sweep";
import { BIO_MAX, PROFILE_LINKS_MAX } from "#lib/shared/profile-form";
import { makeAuthor, makeEditor, makeKey, makeOwner, requestSignUp, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { listedPosts, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import { changeUser, deleteUser, suspend } from "#support/users";
import image from "../../../pages/api/images/[id]";
import posts from "../../../pages/api/posts/index";
import user from "../../../pages/api/users/[id]";
import users from "../../../pages/api/users/index";

const data = withDatabase();
withImageFolder();
withSettings({ POSTING: "members", SIGN_UP: "open" });

let olga: TestAccount;
let ada: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
  ada = await makeAuthor();
});

const read = async ({ account }: TestAccount, headers = {}) =>
  (await call(user, { query: { id: account.id }, headers })).json();
const PROFILE = {
  bio: "Counts *everything*.",
  links: [
    { label: "Mastodon", url: "https://social.example/@ada" },
    { url: "https://ada.example/a b".replace(" ", "") },
  ],
};
const SHOWN = {
  bio: PROFILE.bio,
  links: [
    { label: "Mastodon", url: "https://social.example/@ada" },
    { label: "", url: "https://ada.example/ab" },
  ],
};

test("PATCH /api/users/:id — one's own profile — stored, public for all", async () => {
  const { id, width, height } = await uploaded(1, ada);
  const changed = await changeUser(ada, ada, { ...PROFILE, name: " Ada\n Byron ", image: { image: id } });
  const shown = {
    ...{ id: ada.account.id, name: "Ada Byron", slug: "ada", ...SHOWN },
    image: { image: id, url: `/images/${id}-${width}.webp`, width, height },
  };
  expect([changed.status, changed.json()]).toEqual([200, expect.objectContaining({ ...shown, role: "author" })]);
  expect(await read(ada)).toEqual(shown);
  expect((await call(users)).json()).toContainEqual(shown);
});

test("PATCH /api/users/:id — a part of it — the rest stays, the image by its id", async () => {
  const { id } = await uploaded(1, ada);
  await changeUser(ada, ada, { ...PROFILE, image: { image: id } });
  await changeUser(ada, ada, { name: "Ada Byron" });
  expect(await read(ada)).toMatchObject({ name: "Ada Byron", bio: PROFILE.bio, image: { image: id } });
  await changeUser(ada, ada, { image: null, links: [] });
  expect(await read(ada)).toMatchObject({ bio: PROFILE.bio, image: null, links: [] });
});

test("PATCH /api/users/:id — a changed profile — bumps the content version; the same one does not", async () => {
  const version = () => contentVersion(data.db, Date.now());
  const before = await version();
  await changeUser(ada, ada, PROFILE);
  const after = await version();
  expect(after).not.toBe(before);
  await changeUser(ada, ada, PROFILE);
  expect(await version()).toBe(after);
});

test.each([
  [{ bio: "x".repeat(BIO_MAX + 1) }, "bio", "Bio must be at most 1,000 characters long"],
  [{ bio: 1 }, "bio", "Bio must be text"],
  [{ name: " " }, "name", "Name is required"],
  [{ name: "\u200b \u2060\ufe0f" }, "name", "Name must have a visible character"],
  [
    { image: { image: "me.png" } },
    "image.image",
    "Image must be the id of an uploaded image, but is \u201cme.png\u201d",
  ],
  [{ image: { image: "a".repeat(64) } }, "image", expect.stringContaining("does not exist; upload it by POST")],
  [{ links: [{ url: "javascript:alert(1)" }] }, "links.0.url", expect.stringContaining("absolute http or https URL")],
  [{ links: [{ label: "Me", url: "" }] }, "links.0.url", "Each link must have a URL"],
  [{ links: Array(PROFILE_LINKS_MAX + 1).fill({ url: "https://a.example" }) }, "links", "There may be at most 8 links"],
])("PATCH /api/users/:id — %j — 400 names the field", async (body, field, message) => {
  const { fields, status } = problemIn(await changeUser(ada, ada, body));
  expect([status, fields]).toEqual([400, { [field]: [message] }]);
});

test("PATCH /api/users/:id — If-Match of an earlier profile — 412, nothing changes", async () => {
  const etag = String((await call(user, { query: { id: ada.account.id }, headers: ada.headers })).headers.etag);
  expect((await changeUser(ada, ada, { bio: "One" }, { "if-match": etag })).status).toBe(200);
  expect((await changeUser(ada, ada, { bio: "Two" }, { "if-match": etag })).status).toBe(412);
  expect(await read(ada)).toMatchObject({ bio: "One" });
});

test("PATCH /api/users/:id — the profile of another — the owner 200; author, editor, keys 403; anonymous 401", async () => {
  expect((await changeUser(olga, ada, { bio: "By Olga", links: [] })).status).toBe(200);
  const others: [object, number][] = [
    [(await makeAuthor("Eve")).headers, 403],
    [(await makeEditor()).headers, 403],
    [(await makeKey(olga)).headers, 403],
    [(await makeKey(ada)).headers, 403],
    [{}, 401],
  ];
  for (const [headers, status] of others) {
    const by = { ...ada, headers: headers as Record<string, string> };
    expect((await changeUser(by, ada, { bio: "By another" })).status).toBe(status);
  }
  expect(await read(ada)).toMatchObject({ bio: "By Olga" });
});

test("PATCH /api/users/:id — one's own profile together with the role — 403, nothing changes", async () => {
  expect((await changeUser(ada, ada, { bio: "Boss", role: "owner" })).status).toBe(403);
  expect(await read(ada, ada.headers)).toMatchObject({ bio: "", role: "author" });
});

test("images of a profile — in use: not swept, not deleted, and the viewer learns where", async () => {
  const [portrait, shown] = [await uploaded(1, ada), await uploaded(2, ada)];
  await changeUser(ada, ada, { image: { image: portrait.id }, bio: `![](${shown.url})` });
  for (const days of [1, 32, 64]) {
    await sweepUnusedImages(data.db, await files(), { now: Date.now() + days * UNUSED_RETENTION_MS });
  }
  expect(await rowsIn(data.db, "images")).toHaveLength(2);
  const remove = ({ headers }: TestAccount) => call(image, { method: "DELETE", query: { id: portrait.id }, headers });
  expect((await remove(ada)).json()).toMatchObject({
    status: 409,
    current: { uses: { pages: ["profile"], others: 0 } },
  });
  expect((await remove(olga)).json()).toMatchObject({ status: 409, current: { uses: { pages: [], others: 1 } } });
  await changeUser(ada, ada, { image: null });
  expect((await remove(ada)).status).toBe(204);
});

test("deleted account — bio, image, links and uses are gone; name and slug stay with the posts", async () => {
  await call(posts, { method: "POST", headers: ada.headers, body: newPost() });
  await changeUser(ada, ada, { ...PROFILE, image: { image: (await uploaded(1, ada)).id } });
  await deleteUser(olga, ada, { posts: "keep" });
  expect((await rowsIn(data.db, "accounts")).find(({ id }) => id === ada.account.id)).toMatchObject({
    ...{ name: "Ada", slug: "ada", bio: "", image: null, links: "[]" },
  });
  expect(await rowsIn(data.db, "account_images")).toEqual([]);
  expect((await listedPosts())[0]?.author).toEqual({ id: ada.account.id, name: "Ada", slug: "ada" });
  // Another Ada gets another slug.
  expect(await read(await makeAuthor("ADA"))).toMatchObject({ slug: "ada-2" });
});

test("suspended account — the profile stays", async () => {
  await changeUser(ada, ada, PROFILE);
  await suspend(olga, ada);
  expect(await read(ada)).toMatchObject(SHOWN);
});

describe("slugs", () => {
  const slugs = async () => (await rowsIn(data.db, "accounts")).map(({ slug }) => slug).sort();

  test("sign-ups with one name at once — each has a slug of its own, and the name does not change it", async () => {
    const names = ["Ida", "ida", "Ída", "IDA"];
    const answers = await Promise.all(names.map((name, at) => requestSignUp(name, { email: `ida${at}@octavo.test` })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(await slugs()).toEqual(["ada", "ida", "ida-2", "ida-3", "ida-4", "olga"]);
    await changeUser(ada, ada, { name: "Augusta" });
    expect(await read(ada)).toMatchObject({ name: "Augusta", slug: "ada" });
  });

  test.each([
    ["!!!", "author"],
    ["東京 太郎", "東京-太郎"],
    ["Ada-2", "ada-2"],
  ])("sign-up as %s — %s", async (name, slug) => {
    expect((await requestSignUp(name, { email: "new@octavo.test" })).status).toBe(201);
    expect(await slugs()).toContain(slug);
    expect(await read(await makeAuthor("Áda"))).toMatchObject({ slug: slug === "ada-2" ? "ada-3" : "ada-2" });
  });
});
