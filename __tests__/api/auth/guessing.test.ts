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

/** Counts wrong passwords without the cost of hashing them. */
async function guessTimes(times: number, client: (n: number) => string, name = "Olga") {
  for (let n = 0; n < times; n++) {
    await guessLimit(data.db, { client: client(n), account: emailOf(name) })
      .take()
      .catch(() => undefined);
  }
}

test("POST /api/auth/sign-in — ten wrong passwords from one IP — 429 with Retry-After, even for the right one", async () => {
  await guessTimes(9, () => "192.0.2.1");
  expect((await guess("192.0.2.1")).status).toBe(401);
  const response = await guess("192.0.2.1", "Olga", PASSWORD);
  expect(problemIn(response)).toMatchObject({ status: 429, error: "Too many wrong passwords" });
  const seconds = Number(response.headers["retry-after"]);
  expect(seconds).toBeGreaterThan(14 * 60);
  expect(seconds).toBeLessThanOrEqual(15 * 60);
});

test("POST /api/auth/sign-in — concurrent wrong passwords — each counted", async () => {
  await guessTimes(8, () => "192.0.2.1");
  const responses = await Promise.all(Array.from({ length: 6 }, () => guess("192.0.2.1")));
  expect(responses.map(({ status }) => status).sort()).toEqual([401, 401, 429, 429, 429, 429]);
});

test("POST /api/auth/sign-in — unknown email — 429 like a known one", async () => {
  await guessTimes(10, () => "192.0.2.1", "Nobody");
  expect((await guess("192.0.2.1", "Nobody")).status).toBe(429);
});

test("POST /api/auth/sign-in — right password from another IP, or after 15 minutes — 200", async () => {
  await guessTimes(10, () => "192.0.2.1");
  expect((await guess("192.0.2.2", "Olga", PASSWORD)).status).toBe(200);
  travelTo(Date.now() + 15 * MINUTE_MS + 1);
  expect((await guess("192.0.2.1", "Olga", PASSWORD)).status).toBe(200);
});

test("POST /api/auth/sign-in — right password after nine wrong ones — the count starts over", async () => {
  await guessTimes(9, () => "192.0.2.1");
  expect((await guess("192.0.2.1", "Olga", PASSWORD)).status).toBe(200);
  await guessTimes(9, () => "192.0.2.1");
  expect((await guess("192.0.2.1")).status).toBe(401);
});

test("POST /api/auth/sign-in — one IP guesses at 50 accounts — 429 for every account, other IPs 200", async () => {
  for (let n = 0; n < 50; n++) await guessTimes(1, () => "192.0.2.1", `Person${n}`);
  expect((await guess("192.0.2.1", "Olga", PASSWORD)).status).toBe(429);
  expect((await guess("192.0.2.2", "Olga", PASSWORD)).status).toBe(200);
});

test("POST /api/auth/sign-in — 100 IPs guess at one account — new IPs 429 for an hour, IPs used before 200", async () => {
  await signedIn("Olga", PASSWORD, from("198.51.100.1"));
  await guessTimes(100, (n) => `192.0.2.${n}`);
  expect((await guess("203.0.113.1", "Olga", PASSWORD)).status).toBe(429);
  expect((await guess("198.51.100.1", "Olga", PASSWORD)).status).toBe(200);
  travelTo(Date.now() + 60 * MINUTE_MS + 1);
  expect((await guess("203.0.113.1", "Olga", PASSWORD)).status).toBe(200);
});

test("POST /api/auth/sign-in — guesses from an IP that is limited — do not count for the account", async () => {
  await guessTimes(200, () => "192.0.2.1");
  expect((await guess("203.0.113.1", "Olga", PASSWORD)).status).toBe(200);
});

test("POST /api/auth/sign-in — signing in to one's own account between guesses — the limit for another account stays", async () => {
  const owner = await signedIn("Olga");
  await requestSignUp("Mallory", { invitation: await invite(owner) });
  for (const times of [5, 5]) {
    await guessTimes(times, () => "192.0.2.1");
    await guess("192.0.2.1", "Mallory", PASSWORD);
  }
  expect((await guess("192.0.2.1")).status).toBe(429);
});

test("rate_limits — failed sign-ins — stored in the database, without the email", async () => {
  await guessTimes(10, () => "192.0.2.1");
  const rows = await data.db.selectFrom("rate_limits").selectAll().execute();
  expect(rows.map(({ points }) => points)).toContain(10);
  expect(JSON.stringify(rows)).not.toContain("octavo.test");
});

test("POST /api/auth/sign-in — IPv6 addresses of one /64 — counted as one client", async () => {
  await guessTimes(9, () => "2001:db8:0:0::/64");
  expect((await guess("2001:db8::1")).status).toBe(401);
  expect((await guess("2001:db8::ffff")).status).toBe(429);
  expect((await guess("2001:db8:0:1::1")).status).toBe(401);
});
