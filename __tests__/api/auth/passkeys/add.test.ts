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

test("a passkey is added by its holder, and listed with its name", async () => {
  const owner = await makeOwner();
  const made = await addPasskey(owner, new Authenticator());
  expect(made).toMatchObject({ name: "Chrome on Linux", isSynced: false, usedAt: null });
  expect(await passkeysOf(owner)).toEqual([made]);
});

test("what is asked of the browser names the site and the account, and nothing secret", async () => {
  const owner = await makeOwner();
  expect(await beginToAdd(owner)).toMatchObject({
    rp: { id: "octavo.test", name: "Octavo" },
    user: { id: Buffer.from(owner.account.id).toString("base64url"), name: owner.account.email, displayName: "Olga" },
    attestation: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
});

test("what an authenticator says of its copies is kept", async () => {
  const owner = await makeOwner();
  expect((await addPasskey(owner, new Authenticator({ isSynced: true }))).isSynced).toBe(true);
  expect(await rowsIn(data.db, "passkeys")).toEqual([
    expect.objectContaining({ counter: 0, is_synced: 1, is_backed_up: 1, transports: '["internal"]' }),
  ]);
});

test("the browser is told which it has already, and the same one is not added twice", async () => {
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

test("the password is asked for once more, and guessing it is slowed down", async () => {
  const { headers } = await makeOwner();
  const ask = (body: object) => call(creationOptions, { method: "POST", headers, body });
  const wrong = problemIn(await ask({ currentPassword: "not the password" }));
  expect(wrong).toMatchObject({ status: 400, fields: { currentPassword: ["This is not your password"] } });
  expect(problemIn(await ask({})).status).toBe(400);
  for (let n = 0; n < 9; n++) await ask({ currentPassword: "not the password" });
  expect((await ask({ currentPassword: "not the password" })).status).toBe(429);
});

describe("refused is", () => {
  test.each([
    ["an answer from another origin", { origin: "https://evil.example" }],
    ["one from a neighbouring host", { origin: "http://www.octavo.test" }],
    ["one from the same host by https, where the site is not", { origin: "https://octavo.test" }],
    ["a key of another site", { rpId: "evil.example" }],
    ["another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["what was meant for signing in", { type: "webauthn.get" }],
    ["a device that did not ask who is there", { isVerified: false }],
  ])("%s", async (_name, lies) => {
    const owner = await makeOwner();
    const answer = await askToAdd(owner, new Authenticator().create(await beginToAdd(owner), lies));
    expect(problemIn(answer)).toMatchObject({ status: 400, title: "This passkey could not be checked" });
    expect(await passkeysOf(owner)).toEqual([]);
  });

  test("a challenge that was answered before, with another key too", async () => {
    const owner = await makeOwner();
    const options = await beginToAdd(owner);
    expect((await askToAdd(owner, new Authenticator().create(options))).status).toBe(201);
    expect(problemIn(await askToAdd(owner, new Authenticator().create(options))).status).toBe(400);
    expect(await passkeysOf(owner)).toHaveLength(1);
  });

  test("a challenge of another session, of the same account too", async () => {
    const [here, other] = [await makeOwner(), await makeAuthor()];
    const options = await beginToAdd(here);
    expect(problemIn(await askToAdd(other, new Authenticator().create(options))).status).toBe(400);
    const there = await signedIn("Olga");
    expect(problemIn(await askToAdd(there, new Authenticator().create(options))).status).toBe(400);
    expect((await askToAdd(here, new Authenticator().create(options))).status).toBe(201);
  });

  test("an answer after five minutes", async () => {
    const owner = await makeOwner();
    const options = await beginToAdd(owner);
    travelTo(Date.now() + 5 * 60_000 + 1000);
    expect(problemIn(await askToAdd(owner, new Authenticator().create(options))).status).toBe(400);
    // Nobody keeps what nobody answered.
    await beginToAdd(owner);
    expect(await rowsIn(data.db, "verifications")).toHaveLength(1);
  });

  test.each([
    ["nothing", undefined],
    ["a text", "credential"],
    ["no base64url", { id: "!", rawId: "!", type: "public-key", response: {} }],
    [
      "bytes that are no credential",
      (made: { response: object }) => ({ ...made, response: { ...made.response, attestationObject: "AAAA" } }),
    ],
    [
      "bytes that are no JSON",
      (made: { response: object }) => ({ ...made, response: { ...made.response, clientDataJSON: "AAAA" } }),
    ],
  ])("%s", async (_name, wrong) => {
    const owner = await makeOwner();
    const made = new Authenticator().create(await beginToAdd(owner));
    expect(problemIn(await askToAdd(owner, typeof wrong === "function" ? wrong(made) : wrong)).status).toBe(400);
  });
});

describe("removing", () => {
  test("ends it", async () => {
    const owner = await makeOwner();
    const { id } = await addPasskey(owner, new Authenticator());
    expect((await remove(id, owner)).status).toBe(204);
    expect(await passkeysOf(owner)).toEqual([]);
  });

  test("is refused for another's, by the owner too, as for one that is not there", async () => {
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

test("a stranger and an API key are refused, a key beside a good cookie too", async () => {
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
    "a proxy that is trusted",
    { TRUST_PROXY: true },
    { "x-forwarded-host": "blog.example", "x-forwarded-proto": "https" },
  ],
])("the site's name comes from %s", (_name, settings, forwarded: Record<string, string>) => {
  withSettings(settings);

  test("where it is told", async () => {
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

test.each(["127.0.0.1:3000", "[::1]:3000"])("a site at %s has no name, and says so", async (host) => {
  const { headers } = await makeOwner();
  const answer = await call(creationOptions, {
    method: "POST",
    headers: { ...headers, host },
    body: { currentPassword: "correct horse battery" },
  });
  expect(problemIn(answer)).toMatchObject({ status: 400, title: "Passkeys need a site with a name" });
});
