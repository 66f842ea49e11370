import { Passkey } from "#lib/shared/passkeys";
import { makeAuthor, makeKey, makeOwner, signedIn, type TestAccount } from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { addPasskey, askToAdd, beginToAdd } from "#support/passkeys";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import one from "../../../../pages/api/auth/passkeys/[id]";
import creationOptions from "../../../../pages/api/auth/passkeys/creation-options";
import list from "../../../../pages/api/auth/passkeys/index";

const data = withDatabase();

const passkeysOf = async ({ headers }: TestAccount) => Passkey.array().parse((await call(list, { headers })).json());
const remove = (id: string, { headers }: TestAccount) => call(one, { method: "DELETE", query: { id }, headers });

test("POST /api/auth/passkeys — 201, listed with the browser's name", async () => {
  const owner = await makeOwner();
  const created = await addPasskey(owner, new Authenticator());
  expect(created).toMatchObject({ name: "Chrome on Linux", isSynced: false, usedAt: null });
  expect(await passkeysOf(owner)).toEqual([created]);
});

test("POST /api/auth/passkeys/creation-options — rp, user, residentKey and userVerification required", async () => {
  const owner = await makeOwner();
  expect(await beginToAdd(owner)).toMatchObject({
    rp: { id: "octavo.test", name: "Octavo" },
    user: { id: Buffer.from(owner.account.id).toString("base64url"), name: owner.account.email, displayName: "Olga" },
    attestation: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
});

test("POST /api/auth/passkeys — synced passkey — isSynced, backup flags stored", async () => {
  const owner = await makeOwner();
  expect((await addPasskey(owner, new Authenticator({ isSynced: true }))).isSynced).toBe(true);
  expect(await rowsIn(data.db, "passkeys")).toEqual([
    expect.objectContaining({ counter: 0, is_synced: 1, is_backed_up: 1, transports: '["internal"]' }),
  ]);
});

test("POST /api/auth/passkeys — same authenticator again — 400, and it is in excludeCredentials", async () => {
  const owner = await makeOwner();
  const author = await makeAuthor();
  const authenticator = new Authenticator();
  await addPasskey(owner, authenticator);
  const options = await beginToAdd(owner);
  expect(options).toMatchObject({ excludeCredentials: [{ id: authenticator.id }] });
  expect(problemIn(await askToAdd(owner, authenticator.create(options))).status).toBe(400);
  expect(problemIn(await askToAdd(author, authenticator.create(await beginToAdd(author)))).status).toBe(400);
  expect(await rowsIn(data.db, "passkeys")).toHaveLength(1);
});

test("POST /api/auth/passkeys/creation-options — wrong password — 400, after ten 429", async () => {
  const { headers } = await makeOwner();
  const ask = (body: object) => call(creationOptions, { method: "POST", headers, body });
  const wrong = problemIn(await ask({ currentPassword: "not the password" }));
  expect(wrong).toMatchObject({ status: 400, fields: { currentPassword: ["This is not your password"] } });
  expect(problemIn(await ask({})).status).toBe(400);
  for (let n = 0; n < 9; n++) await ask({ currentPassword: "not the password" });
  expect((await ask({ currentPassword: "not the password" })).status).toBe(429);
});

describe("POST /api/auth/passkeys — 400 for", () => {
  test.each([
    ["another origin", { origin: "https://evil.example" }],
    ["a subdomain's origin", { origin: "http://www.octavo.test" }],
    ["https where the site is http", { origin: "https://octavo.test" }],
    ["another site's rpId", { rpId: "evil.example" }],
    ["another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["type webauthn.get", { type: "webauthn.get" }],
    ["a device without user verification", { isVerified: false }],
  ])("%s", async (_name, overrides) => {
    const owner = await makeOwner();
    const answer = await askToAdd(owner, new Authenticator().create(await beginToAdd(owner), overrides));
    expect(problemIn(answer)).toMatchObject({ status: 400, title: "This passkey could not be checked" });
    expect(await passkeysOf(owner)).toEqual([]);
  });

  test("a challenge used before, also with another passkey", async () => {
    const owner = await makeOwner();
    const options = await beginToAdd(owner);
    expect((await askToAdd(owner, new Authenticator().create(options))).status).toBe(201);
    expect(problemIn(await askToAdd(owner, new Authenticator().create(options))).status).toBe(400);
    expect(await passkeysOf(owner)).toHaveLength(1);
  });

  test("a challenge of another session, also of the same account", async () => {
    const [here, other] = [await makeOwner(), await makeAuthor()];
    const options = await beginToAdd(here);
    expect(problemIn(await askToAdd(other, new Authenticator().create(options))).status).toBe(400);
    const there = await signedIn("Olga");
    expect(problemIn(await askToAdd(there, new Authenticator().create(options))).status).toBe(400);
    expect((await askToAdd(here, new Authenticator().create(options))).status).toBe(201);
  });

  test("a challenge older than five minutes, which is then deleted", async () => {
    const owner = await makeOwner();
    const options = await beginToAdd(owner);
    travelTo(Date.now() + 5 * 60_000 + 1000);
    expect(problemIn(await askToAdd(owner, new Authenticator().create(options))).status).toBe(400);
    // Expired challenges are deleted.
    await beginToAdd(owner);
    expect(await rowsIn(data.db, "verifications")).toHaveLength(1);
  });

  test.each([
    ["nothing", undefined],
    ["a text", "credential"],
    ["no base64url", { id: "!", rawId: "!", type: "public-key", response: {} }],
    [
      "bytes that are not a credential",
      (created: { response: object }) => ({ ...created, response: { ...created.response, attestationObject: "AAAA" } }),
    ],
    [
      "bytes that are not JSON",
      (created: { response: object }) => ({ ...created, response: { ...created.response, clientDataJSON: "AAAA" } }),
    ],
  ])("%s", async (_name, wrong) => {
    const owner = await makeOwner();
    const created = new Authenticator().create(await beginToAdd(owner));
    expect(problemIn(await askToAdd(owner, typeof wrong === "function" ? wrong(created) : wrong)).status).toBe(400);
  });
});

describe("DELETE /api/auth/passkeys/{id}", () => {
  test("204, no longer listed", async () => {
    const owner = await makeOwner();
    const { id } = await addPasskey(owner, new Authenticator());
    expect((await remove(id, owner)).status).toBe(204);
    expect(await passkeysOf(owner)).toEqual([]);
  });

  test("another account's, even for the owner — 404 like an unknown id", async () => {
    const owner = await makeOwner();
    const author = await makeAuthor();
    const { id } = await addPasskey(author, new Authenticator());
    const refused = problemIn(await remove(id, owner));
    expect(refused).toEqual(problemIn(await remove("no-such-passkey", owner)));
    expect(refused.status).toBe(404);
    expect(await passkeysOf(author)).toHaveLength(1);
    expect(await passkeysOf(owner)).toEqual([]);
  });
});

test("/api/auth/passkeys — anonymous, API key, API key with session cookie — 401", async () => {
  const owner = await makeOwner();
  const { id } = await addPasskey(owner, new Authenticator());
  const key = await makeKey(owner);
  for (const headers of [{}, key.headers, { ...owner.headers, ...key.headers }]) {
    const who = { ...owner, headers };
    expect(problemIn(await call(list, { headers })).status).toBe(401);
    expect(problemIn(await call(creationOptions, { method: "POST", headers })).status).toBe(401);
    expect(problemIn(await askToAdd(who, {})).status).toBe(401);
    expect(problemIn(await remove(id, who)).status).toBe(401);
  }
  expect(await passkeysOf(owner)).toHaveLength(1);
});

describe.each([
  ["SITE_URL", { SITE_URL: "https://blog.example" }, {}],
  [
    "X-Forwarded-Host with TRUST_PROXY",
    { TRUST_PROXY: true },
    { "x-forwarded-host": "blog.example", "x-forwarded-proto": "https" },
  ],
])("rp.id from %s", (_name, settings, forwarded: Record<string, string>) => {
  withSettings(settings);

  test("that host — 201 for its origin, 400 for the internal one", async () => {
    const { account, headers } = await makeOwner();
    const cookie = (headers.cookie ?? "").replace("octavo=", "__Host-octavo=");
    const owner = { account, headers: { cookie, ...forwarded } };
    const options = await beginToAdd(owner);
    expect(options.rp.id).toBe("blog.example");
    const seenFrom = (origin: string) => new Authenticator({ origin }).create(options);
    expect((await askToAdd(owner, seenFrom("https://blog.example"))).status).toBe(201);
    const again = await beginToAdd(owner);
    const inside = new Authenticator({ origin: "http://octavo.test" }).create(again);
    expect((await askToAdd(owner, inside)).status).toBe(400);
  });
});

test.each(["127.0.0.1:3000", "[::1]:3000"])(
  "POST /api/auth/passkeys/creation-options — host %s, an IP — 400",
  async (host) => {
    const { headers } = await makeOwner();
    const answer = await call(creationOptions, {
      method: "POST",
      headers: { ...headers, host },
      body: { currentPassword: "correct horse battery" },
    });
    expect(problemIn(answer)).toMatchObject({ status: 400, title: "Passkeys need a site with a name" });
  },
);
