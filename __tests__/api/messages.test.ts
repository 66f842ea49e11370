import { env } from "#lib/server/env";
import { emailToOwner } from "#lib/server/messages/message-email";
import { countUnread } from "#lib/server/messages/messages";
import { Message } from "#lib/shared/messages";
import { emailOf, makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { withMailServer } from "#support/mail-server";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import session from "../../pages/api/auth/session";
import oneMessage from "../../pages/api/messages/[id]";
import messages from "../../pages/api/messages/index";

const data = withDatabase();

const WELL = { name: "Ivo", email: "ivo@example.org", message: "Hello,\r\nhow are you?\n" };
const leave = (more: object = {}, headers: Record<string, string> = {}) =>
  call(messages, { method: "POST", body: { ...WELL, ...more }, headers });
const stored = () => rowsIn(data.db, "messages");
const listed = async (headers: Record<string, string>, query = {}) => {
  const response = await call(messages, { headers, query });
  return { items: Message.array().parse(response.json()), link: String(response.headers.link ?? "") };
};

describe("anonymous", () => {
  test("POST /api/messages — 204, without the message", async () => {
    const { body, status } = await leave();
    expect([status, body]).toEqual([204, ""]);
    expect(await stored()).toMatchObject([
      { id: 1, name: "Ivo", email: "ivo@example.org", message: "Hello,\nhow are you?", read_at: null },
    ]);
  });

  test.each([
    ["name", ""],
    ["name", "x".repeat(81)],
    ["email", "nobody"],
    ["email", "a@b.test\r\nBcc: c@d.test"],
    ["message", " \n "],
    ["message", "x".repeat(5_001)],
    ["message", "\ud800"],
    ["subject", "Hello"],
  ])("POST /api/messages — invalid %s — 400 names the field", async (name, value) => {
    expect(problemIn(await leave({ [name]: value }))).toMatchObject({
      status: 400,
      fields: { [name]: [expect.any(String)] },
    });
    expect(await stored()).toEqual([]);
  });

  test("POST /api/messages — the honeypot field filled — 204, and nothing is stored", async () => {
    expect((await leave({ website: "https://spam.test" })).status).toBe(204);
    expect(await stored()).toEqual([]);
  });

  test("POST /api/messages — the sixth in an hour — 429, whatever WRITE_LIMIT", async () => {
    for (let n = 0; n < 5; n++) expect((await leave()).status).toBe(204);
    const sixth = await leave();
    expect(problemIn(sixth)).toMatchObject({ status: 429, title: "Too many messages" });
    expect(Number(sixth.headers["retry-after"])).toBeGreaterThan(0);
    expect(await stored()).toHaveLength(5);
  });

  test("GET, PATCH and DELETE /api/messages — 401", async () => {
    await leave();
    expect((await call(messages)).status).toBe(401);
    for (const method of ["PATCH", "DELETE"]) {
      expect((await call(oneMessage, { method, query: { id: "1" }, body: { isRead: true } })).status).toBe(401);
    }
  });

  test("POST /api/messages — another origin — 403", async () => {
    expect((await leave({}, { origin: "https://evil.example" })).status).toBe(403);
    expect(await stored()).toEqual([]);
  });
});

test("POST /api/messages — many clients — 429 once the total limit is reached", async () => {
  const before = env().TRUST_PROXY;
  env().TRUST_PROXY = true;
  const statuses: number[] = [];
  for (let n = 0; n < 101; n++) statuses.push((await leave({}, { "x-forwarded-for": `10.0.0.${n}` })).status);
  env().TRUST_PROXY = before;
  expect(statuses.slice(0, 100).every((status) => status === 204)).toBe(true);
  expect(statuses[100]).toBe(429);
});

describe("owner", () => {
  test("GET /api/messages — newest first, in pages", async () => {
    const { headers } = await makeOwner();
    for (const name of ["A", "B", "C"]) await leave({ name });
    const first = await listed(headers, { limit: "2" });
    expect(first.items.map(({ name, isRead }) => [name, isRead])).toEqual([
      ["C", false],
      ["B", false],
    ]);
    const after = new URLSearchParams(/\?([^>]*)/.exec(first.link)?.[1]).get("after") ?? "";
    const second = await listed(headers, { limit: "2", after });
    expect([second.items.map(({ name }) => name), second.link]).toEqual([["A"], ""]);
    expect(problemIn(await call(messages, { headers, query: { after: "x.y" } }))).toMatchObject({ status: 400 });
  });

  test("PATCH /api/messages/{id} — isRead — set and unset", async () => {
    const { headers } = await makeOwner();
    await leave();
    for (const isRead of [true, false]) {
      const response = await call(oneMessage, { method: "PATCH", query: { id: "1" }, headers, body: { isRead } });
      expect(Message.parse(response.json()).isRead).toBe(isRead);
      expect((await listed(headers)).items[0]?.isRead).toBe(isRead);
    }
  });

  test("GET /api/auth/session — unreadMessages, for the session of an owner only", async () => {
    const owner = await makeOwner();
    const author = await makeAuthor();
    for (const name of ["A", "B"]) await leave({ name });
    await call(oneMessage, { method: "PATCH", query: { id: "1" }, headers: owner.headers, body: { isRead: true } });
    const unread = async (headers: Record<string, string>) =>
      ((await call(session, { headers })).json() as { unreadMessages?: number }).unreadMessages;
    expect(await unread(owner.headers)).toBe(1);
    for (const headers of [author.headers, (await makeKey(owner)).headers, {}]) {
      expect(await unread(headers)).toBeUndefined();
    }
  });

  test("countUnread — more than 100 — 100", async () => {
    const row = { ...WELL, created_at: 1 };
    await data.db
      .insertInto("messages")
      .values(Array.from({ length: 120 }, () => row))
      .execute();
    expect(await countUnread(data.db)).toBe(100);
  });

  test("DELETE /api/messages/{id} — deleted for good, id not reused", async () => {
    const { headers } = await makeOwner();
    await leave();
    expect((await call(oneMessage, { method: "DELETE", query: { id: "1" }, headers })).status).toBe(204);
    expect(await stored()).toEqual([]);
    await leave();
    expect((await listed(headers)).items.map(({ id }) => id)).toEqual(["2"]);
  });

  test.each(["1", "0", "x", "-1", "99999999999999999999"])(
    "PATCH and DELETE /api/messages/{id} — id %s, no such message — 404",
    async (id) => {
      const { headers } = await makeOwner();
      for (const method of ["PATCH", "DELETE"]) {
        const response = await call(oneMessage, { method, query: { id }, headers, body: { isRead: true } });
        expect(problemIn(response)).toMatchObject({ status: 404, title: "Message not found" });
      }
    },
  );
});

test("GET /api/messages — as an author, by session or API key — 403", async () => {
  await makeOwner();
  const author = await makeAuthor();
  await leave();
  for (const headers of [author.headers, (await makeKey(author)).headers]) {
    expect((await call(messages, { headers })).status).toBe(403);
    expect((await call(oneMessage, { method: "DELETE", query: { id: "1" }, headers })).status).toBe(403);
  }
});

test("GET /api/messages — Cache-Control: no-store", async () => {
  const { headers } = await makeOwner();
  expect((await call(messages, { headers })).headers["cache-control"]).toBe("private, no-store, no-transform");
});

describe("SMTP_URL", () => {
  const mail = withMailServer();
  withSettings({ MAIL_FROM: "Octavo <press@octavo.test>", SITE_TITLE: "Notes" });
  beforeEach(() => {
    env().SMTP_URL = mail.url;
  });
  afterEach(() => {
    delete env().SMTP_URL;
  });

  test("POST /api/messages — an email with Reply-To to the owner", async () => {
    await makeOwner();
    await leave();
    const { text, to } = await mail.next();
    expect(to).toBe(emailOf("Olga"));
    expect(text).toMatch(/^From: Octavo <press@octavo\.test>\r$/m);
    expect(text).toMatch(/^Reply-To: ivo@example\.org\r$/m);
    expect(text).toMatch(/^Subject: A message for Notes\r$/m);
    expect(text).toContain("Ivo <ivo@example.org> wrote on Notes:\r\n\r\nHello,\r\nhow are you?");
  });

  test("POST /api/messages — header lines in name and message — no header is added to the email", async () => {
    await makeOwner();
    await leave({
      name: "Ivo\r\nBcc: all@example.org",
      message: "Subject: Other\r\nBcc: all@example.org\r\n\r\n.\r\nQUIT",
    });
    const { text, to } = await mail.next();
    expect(to).toBe(emailOf("Olga"));
    const [head = ""] = text.split("\r\n\r\n");
    expect(head).not.toMatch(/Bcc|all@example|Other/);
    expect(head.match(/^Subject:/gm)).toHaveLength(1);
    expect(mail.emails).toEqual([]);
  });

  test("POST /api/messages — no owner — no email, message stored", async () => {
    await leave();
    expect(await stored()).toHaveLength(1);
    // The request does not wait for it.
    await emailToOwner(data.db, { name: "Ivo", email: "ivo@example.org", message: "Hello" });
    expect(mail.emails).toEqual([]);
  });
});

describe("SMTP_URL, mail server unavailable", () => {
  withSettings({ SMTP_URL: "smtp://127.0.0.1:9" });

  test("POST /api/messages — 204, message stored", async () => {
    await makeOwner();
    expect((await leave()).status).toBe(204);
    expect(await stored()).toHaveLength(1);
  });
});
