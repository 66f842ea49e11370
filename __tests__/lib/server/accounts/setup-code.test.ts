import { getSetupCode, requireSetupCode } from "#lib/server/accounts/setup-code";
import { withDatabase } from "#support/database";

const data = withDatabase();

test("getSetupCode — twelve unmistakable characters, always the same", async () => {
  const code = await getSetupCode(data.db);
  expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await getSetupCode(data.db)).toBe(code);
});

test("requireSetupCode — right code, also in small letters and without hyphens — accepted", async () => {
  const code = await getSetupCode(data.db);
  for (const typed of [code, ` ${code.toLowerCase()} `, code.replaceAll("-", ""), code.replaceAll("-", " ")]) {
    await requireSetupCode(data.db, "192.0.2.1", typed);
  }
});

test.each([undefined, "", " "])("requireSetupCode — %j — 403 names the field", async (code) => {
  await expect(requireSetupCode(data.db, "192.0.2.1", code)).rejects.toMatchObject({
    status: 403,
    type: "setup-code",
    message: "The first account needs the setup code",
  });
});

test("requireSetupCode — wrong ones — 403, then 429 for that client only, even with the right one", async () => {
  const code = await getSetupCode(data.db);
  const attempt = (client: string, typed: string) =>
    requireSetupCode(data.db, client, typed).then(
      () => 200,
      (error: { status: number }) => error.status,
    );
  const statuses: number[] = [];
  for (let number = 0; number < 11; number++) statuses.push(await attempt("192.0.2.1", `${code}0`));
  expect(statuses).toEqual([...Array(10).fill(403), 429]);
  expect(await attempt("192.0.2.1", code)).toBe(429);
  expect(await attempt("192.0.2.2", code)).toBe(200);
});
