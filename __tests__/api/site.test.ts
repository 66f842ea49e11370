import { contentVersion } from "#lib/server/content-version";
import { SITE_TEXT_MAX } from "#lib/shared/site-limits";
import { SiteSettings } from "#lib/shared/site-settings";
import { makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import accent from "../../pages/api/accent/[name]";
import rss from "../../pages/api/feeds/rss";
import llms from "../../pages/api/llms";
import manifest from "../../pages/api/manifest";
import site from "../../pages/api/site";

const data = withDatabase();
const IMAGE = "a".repeat(64);

const read = async () => SiteSettings.parse((await call(site)).json());
const patch = (body: object, headers: Record<string, string> = {}) => call(site, { method: "PATCH", body, headers });

const addImage = () =>
  data.db
    .insertInto("images")
    .values({ ...{ id: IMAGE, key: "key", width: 800, height: 400 }, ...{ is_animated: 0, bytes: 1, created_at: 1 } })
    .execute();

test("GET /api/site — nothing set — defaults", async () => {
  expect(await read()).toMatchObject({
    ...{ title: "Octavo", language: "en", timeZone: "UTC", introduction: "", accent: null, logo: null },
    ...{ fixed: [], version: "0", updatedAt: null },
  });
  expect(await rowsIn(data.db, "site_texts")).toEqual([]);
});

test("PATCH /api/site — without credentials, as an author, with a read-only key — 401, 403, 403", async () => {
  const owner = await makeOwner();
  const author = await makeAuthor();
  const reader = await makeKey(owner, { name: "Reader", scope: "read" });
  expect((await patch({ title: "Mine" })).status).toBe(401);
  for (const { headers } of [author, reader]) expect((await patch({ title: "Mine" }, headers)).status).toBe(403);
  expect((await read()).version).toBe("0");
});

test("PATCH /api/site — every setting — stored, and returned by GET", async () => {
  const { headers } = await makeOwner();
  await addImage();
  const body = {
    title: " Field\n notes ",
    tagline: "From the field",
    introduction: "Hello, *reader*.\n",
    language: "PT-br",
    timeZone: "Europe/Paris",
    accent: "#A1421D",
    listCovers: true,
    logo: { image: IMAGE },
    socialImage: { image: IMAGE, alt: "A field" },
    navigation: [
      { label: "Posts", url: "/blog" },
      { label: "Shop", url: "https://shop.example" },
    ],
    footer: "By [me](https://me.example).",
    relMe: ["https://social.example/@me", "https://social.example/@me"],
    verification: { "google-site-verification": "abc_123", "fediverse:creator": "@me@social.example" },
  };
  const changed = await patch(body, headers);
  const { version } = await read();
  expect(version).toMatch(/^1-\w+$/);
  expect([changed.status, changed.headers.etag]).toEqual([200, `"site-${version}"`]);
  const shown = { url: `/images/${IMAGE}-800.webp`, width: 800, height: 400 };
  expect(await read()).toEqual({
    ...body,
    ...{ title: "Field notes", introduction: "Hello, *reader*.", language: "pt-BR", accent: "#a1421d" },
    ...{ logo: { image: IMAGE, ...shown }, socialImage: { image: IMAGE, alt: "A field", ...shown } },
    navigation: [body.navigation[0], { label: "Shop", url: "https://shop.example/" }],
    ...{ relMe: ["https://social.example/@me"], fixed: [], version, updatedAt: expect.any(String) },
  });
  expect(await rowsIn(data.db, "site_text_images")).toEqual([{ name: "settings", image: IMAGE }]);
});

test("PATCH /api/site — the body of GET — 200, the same version", async () => {
  const { headers } = await makeOwner();
  await addImage();
  await patch({ title: "Mine", logo: { image: IMAGE }, socialImage: { image: IMAGE, alt: "" } }, headers);
  const before = await read();
  const again = await patch(before, headers);
  expect([again.status, again.json()]).toEqual([200, before]);
});

test("PATCH /api/site — null — the default again; its image is no longer used", async () => {
  const { headers } = await makeOwner();
  await addImage();
  await patch({ title: "Mine", logo: { image: IMAGE }, navigation: [] }, headers);
  expect(await read()).toMatchObject({ title: "Mine", navigation: [] });
  await patch({ title: null, logo: null, navigation: null }, headers);
  expect(await read()).toMatchObject({ title: "Octavo", logo: null, navigation: expect.arrayContaining([]) });
  expect((await read()).navigation).toHaveLength(4);
  expect(await rowsIn(data.db, "site_text_images")).toEqual([]);
});

test("PATCH /api/site — introduction with an image of the site — its use counts", async () => {
  const { headers } = await makeOwner();
  await addImage();
  await patch({ introduction: `First\n\n![A field](/images/${IMAGE}-480.webp)` }, headers);
  expect(await rowsIn(data.db, "site_text_images")).toEqual([{ name: "settings", image: IMAGE }]);
});

test("PATCH /api/site — If-Match of an earlier version — 412 with the current settings", async () => {
  const { headers } = await makeOwner();
  const ifMatch = { ...headers, "if-match": '"site-0"' };
  expect((await patch({ title: "One" }, ifMatch)).status).toBe(200);
  const late = await patch({ title: "Two" }, ifMatch);
  expect([late.status, late.headers.etag]).toEqual([412, `"site-${(await read()).version}"`]);
  expect(late.json()).toMatchObject({ title: expect.stringContaining("meanwhile"), current: { title: "One" } });
});

test("PATCH /api/site — two at once, same version — one 200, one 412", async () => {
  const { headers } = await makeOwner();
  const ifMatch = { ...headers, "if-match": '"site-0"' };
  const responses = await Promise.all([patch({ title: "One" }, ifMatch), patch({ title: "Two" }, ifMatch)]);
  expect(responses.map(({ status }) => status).sort()).toEqual([200, 412]);
});

test("PATCH /api/site — two at once, other settings — both stay", async () => {
  const { headers } = await makeOwner();
  await Promise.all([patch({ title: "One" }, headers), patch({ tagline: "Two" }, headers)]);
  expect(await read()).toMatchObject({ title: "One", tagline: "Two", version: expect.stringMatching(/^2-/) });
});

test.each<[string, string, unknown]>([
  ["title", "empty", " "],
  ["title", "a number", 1],
  ["title", "too long", "x".repeat(SITE_TEXT_MAX.title + 1)],
  ["title", "U+0000", "a\0b"],
  ["introduction", "too long", "x".repeat(SITE_TEXT_MAX.introduction + 1)],
  ["language", "no tag", "English"],
  ["timeZone", "unknown", "Mars/Olympus"],
  ["timeZone", "an offset", "+09:00"],
  ["accent", "a name", "red"],
  ["accent", "three digits", "#abc"],
  ["accent", "CSS", "#a1421d;}body{display:none"],
  ["logo.image", "no id", { image: "cat" }],
  ["logo", "missing", { image: "b".repeat(64) }],
  ["socialImage", "missing", { image: "b".repeat(64), alt: "" }],
  ["navigation", "too many", Array.from({ length: 13 }, () => ({ label: "a", url: "/" }))],
  ["navigation.0.label", "empty", [{ label: "", url: "/" }]],
  [
    "navigation.1.url",
    "javascript:",
    [
      { label: "a", url: "/" },
      { label: "b", url: "javascript:alert(1)" },
    ],
  ],
  ["navigation.0.url", "another host", [{ label: "a", url: "//evil.example/" }]],
  ["relMe.0", "a path", ["/about"]],
  ["relMe", "text", "https://me.example"],
  ["verification.google-site-verification", "markup", { "google-site-verification": '"><script>' }],
  ["verification.refresh", "a meta element with an effect", { refresh: "0;url=https://evil.example" }],
  ["colour", "unknown field", "red"],
])("PATCH /api/site — %s, %s — 400 names the field, nothing changes", async (field, _what, value) => {
  const { headers } = await makeOwner();
  const [name = ""] = field.split(".");
  const { status, fields } = problemIn(await patch({ tagline: "New", [name]: value }, headers));
  expect([status, Object.keys(fields ?? {})]).toEqual([400, [field]]);
  expect((await read()).version).toBe("0");
});

describe("SITE_TITLE and SITE_TIME_ZONE set", () => {
  withSettings({ SITE_TITLE: "Fixed", SITE_TIME_ZONE: "Asia/Tokyo" });

  test("GET /api/site — both fixed", async () => {
    expect(await read()).toMatchObject({ title: "Fixed", timeZone: "Asia/Tokyo", fixed: ["title", "timeZone"] });
  });

  test("PATCH /api/site — another title — 400 names the setting; the same title — 200", async () => {
    const { headers } = await makeOwner();
    const refused = problemIn(await patch({ title: "Mine", tagline: "New" }, headers));
    expect(refused).toMatchObject({ status: 400, fields: { title: [expect.stringContaining("SITE_TITLE")] } });
    expect((await patch({ ...(await read()), tagline: "New" }, headers)).status).toBe(200);
    expect(await read()).toMatchObject({ title: "Fixed", tagline: "New" });
  });

  test("GET /api/site — the ETag differs from that without them, and takes If-Match", async () => {
    const { headers } = await makeOwner();
    const etag = String((await call(site)).headers.etag);
    expect(etag).not.toBe('"site-0"');
    expect((await patch({ tagline: "New" }, { ...headers, "if-match": etag })).status).toBe(200);
    expect((await patch({ tagline: "Newer" }, { ...headers, "if-match": etag })).status).toBe(412);
  });
});

test("PATCH /api/site — the content version changes; feeds, manifest and llms.txt follow", async () => {
  const { headers } = await makeOwner();
  const before = await contentVersion(data.db, Date.now());
  await patch({ title: "Field notes", tagline: "From the field" }, headers);
  expect(await contentVersion(data.db, Date.now())).not.toBe(before);
  const feed = (await call(rss)).body;
  expect(feed).toContain("<title>Field notes</title>");
  expect(feed).toContain("<description>From the field</description>");
  expect((await call(manifest)).json()).toMatchObject({ name: "Field notes", description: "From the field" });
  expect((await call(llms)).body).toContain("# Field notes");
});

test("GET /api/site — If-None-Match — 304 until it changes", async () => {
  const { headers } = await makeOwner();
  const { headers: got } = await call(site);
  const again = () => call(site, { headers: { "if-none-match": String(got.etag) } });
  expect((await again()).status).toBe(304);
  await patch({ title: "Other" }, headers);
  expect((await again()).status).toBe(200);
});

test("GET /api/accent/:name — a colour, with and without the hash, and no colour", async () => {
  const plain = await call(accent, { query: { name: "a1421d" } });
  expect([plain.status, plain.headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"]);
  expect(plain.headers["cache-control"]).not.toContain("immutable");
  expect(plain.body).toContain("--color-accent:light-dark(#a1421d,");
  for (const name of ["red", "A1421D", "a1421d-", "a1421d-xyz"]) {
    expect((await call(accent, { query: { name } })).status).toBe(404);
  }
});
