import { guessLimit } from "#lib/server/rate-limits";
import { emailOf, invite, makeOwner, PASSWORD, requestSignIn, requestSignUp, signedIn } from "#support/accounts";
import { travelTo } from "#support/clock";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";

const data = withDatabase();
withSettings({ TRUST_PROXY: true });
beforeEach(() => makeOwner());

const MINUTE_MS = 60_000;
const from = (client: string) => ({ "x-forwarded-for": client });
const guess = (client: string, name = "Olga", password = "wrong password") =>
  requestSignIn(name, password, from(client));

/** Wrong guesses without what checking a password costs: as many as it takes to use up a limit. */
async function guessTimes(times: number, client: (n: number) => string, name = "Olga") {
  for (let n = 0; n < times; n++) {
    await guessLimit(data.db, { client: client(n), account: emailOf(name) })
      .take()
      .catch(() => undefined);
  }
}

test("after ten wrong passwords this client waits, even with the right one", async () => {
  await guessTimes(9, () => "192.0.2.1");
  expect((await guess("192.0.2.1")).status).toBe(401);
  const answer = await guess("192.0.2.1", "Olga", PASSWORD);
  expect(problemIn(answer)).toMatchObject({ status: 429, error: "Too many wrong passwords" });
  const seconds = Number(answer.headers["retry-after"]);
  expect(seconds).toBeGreaterThan(14 * 60);
  expect(seconds).toBeLessThanOrEqual(15 * 60);
});

test("guesses sent all at once are counted like guesses in turn", async () => {
  await guessTimes(8, () => "192.0.2.1");
  const answers = await Promise.all(Array.from({ length: 6 }, () => guess("192.0.2.1")));
  expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 429, 429, 429, 429]);
});

test("an unknown address is slowed down like a known one", async () => {
  await guessTimes(10, () => "192.0.2.1", "Nobody");
  expect((await guess("192.0.2.1", "Nobody")).status).toBe(429);
});

test("its holder gets in from elsewhere meanwhile, and from here after the window", async () => {
  await guessTimes(10, () => "192.0.2.1");
  expect((await guess("192.0.2.2", "Olga", PASSWORD)).status).toBe(200);
  travelTo(Date.now() + 15 * MINUTE_MS + 1);
  expect((await guess("192.0.2.1", "Olga", PASSWORD)).status).toBe(200);
});

test("the right password forgives slips", async () => {
  await guessTimes(9, () => "192.0.2.1");
  expect((await guess("192.0.2.1", "Olga", PASSWORD)).status).toBe(200);
  await guessTimes(9, () => "192.0.2.1");
  expect((await guess("192.0.2.1")).status).toBe(401);
});

test("one client that tries many accounts is slowed down at all of them", async () => {
  for (let n = 0; n < 50; n++) await guessTimes(1, () => "192.0.2.1", `Person${n}`);
  expect((await guess("192.0.2.1", "Olga", PASSWORD)).status).toBe(429);
  expect((await guess("192.0.2.2", "Olga", PASSWORD)).status).toBe(200);
});

test("an account that many clients try is closed to new ones for an hour, but not to one its holder has used", async () => {
  await signedIn("Olga", PASSWORD, from("198.51.100.1"));
  await guessTimes(100, (n) => `192.0.2.${n}`);
  expect((await guess("203.0.113.1", "Olga", PASSWORD)).status).toBe(429);
  expect((await guess("198.51.100.1", "Olga", PASSWORD)).status).toBe(200);
  travelTo(Date.now() + 60 * MINUTE_MS + 1);
  expect((await guess("203.0.113.1", "Olga", PASSWORD)).status).toBe(200);
});

test("a client that is shut out does not go on using up the account's own limit", async () => {
  await guessTimes(200, () => "192.0.2.1");
  expect((await guess("203.0.113.1", "Olga", PASSWORD)).status).toBe(200);
});

test("one's own account, signed in to between guesses, buys no more guesses at another's", async () => {
  const owner = await signedIn("Olga");
  await requestSignUp("Mallory", { invitation: await invite(owner) });
  for (const times of [5, 5]) {
    await guessTimes(times, () => "192.0.2.1");
    await guess("192.0.2.1", "Mallory", PASSWORD);
  }
  expect((await guess("192.0.2.1")).status).toBe(429);
});

test("a restart forgives nothing: the count is in the database, without the address", async () => {
  await guessTimes(10, () => "192.0.2.1");
  const rows = await data.db.selectFrom("rate_limits").selectAll().execute();
  expect(rows.map(({ points }) => points)).toContain(10);
  expect(JSON.stringify(rows)).not.toContain("octavo.test");
});

test("an IPv6 client cannot change its address within its network to guess on", async () => {
  await guessTimes(9, () => "2001:db8:0:0::/64");
  expect((await guess("2001:db8::1")).status).toBe(401);
  expect((await guess("2001:db8::ffff")).status).toBe(429);
  expect((await guess("2001:db8:0:1::1")).status).toBe(401);
});
