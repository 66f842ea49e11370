import { ApiError } from "#lib/client/api-error";
import { AUTOSAVE_INTERVAL_MS, createAutosaver } from "#lib/client/autosaver";
import type { AutosaveInput } from "#lib/shared/autosaves";

type Sent = { content: string | undefined; version: number; at: number };

/** An autosaver of a text that the test types, on a server that the test stands for. */
function autosave(respond: (sent: Sent) => Promise<number> = async ({ version }) => version + 1) {
  const typed = { content: "" };
  const sent: Sent[] = [];
  const statuses: string[] = [];
  const autosaver = createAutosaver({
    read: () => ({ id: "d", input: { content: typed.content } }),
    put: async (_id: string, { content }: AutosaveInput, version: number) => {
      const request = { content, version, at: Date.now() };
      sent.push(request);
      return { version: await respond(request) };
    },
    onStatus: (status) => statuses.push(status),
  });
  const type = (content: string) => {
    typed.content = content;
    autosaver.changed();
  };
  return { autosaver, type, sent, statuses };
}

const later = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe("createAutosaver", () => {
  test("changed — typing for a minute — at most one request in five seconds, the last word sent", async () => {
    const { autosaver, sent, type } = autosave();
    for (let at = 1; at <= 240; at++) {
      type("x".repeat(at));
      await later(250);
    }
    await later(AUTOSAVE_INTERVAL_MS);
    for (const [at, { at: time }] of sent.slice(1).entries()) {
      expect(time - (sent[at]?.at ?? 0)).toBeGreaterThanOrEqual(AUTOSAVE_INTERVAL_MS);
    }
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.at(-1)?.content).toBe("x".repeat(240));
    expect(sent.map(({ version }) => version)).toEqual(sent.map((_, at) => at));
    autosaver.stop();
  });

  test("changed — during a slow request — no second request, and the change goes with the next", async () => {
    const responses: (() => void)[] = [];
    const { autosaver, sent, statuses, type } = autosave(
      ({ version }) => new Promise((resolve) => responses.push(() => resolve(version + 1))),
    );
    type("One");
    await later(AUTOSAVE_INTERVAL_MS);
    type("One two");
    await later(60_000);
    expect(sent.map(({ content }) => content)).toEqual(["One"]);
    responses[0]?.();
    await later(AUTOSAVE_INTERVAL_MS);
    responses[1]?.();
    await later(0);
    expect(sent.map(({ content, version }) => [content, version])).toEqual([
      ["One", 0],
      ["One two", 1],
    ]);
    expect(statuses.at(-1)).toBe("saved");
    autosaver.stop();
  });

  test("changed — server unavailable — retried with growing delays, at once on retry, and nothing lost", async () => {
    let isAway = true;
    const { autosaver, sent, statuses, type } = autosave(async ({ version }) => {
      if (isAway) throw new ApiError(0, {});
      return version + 1;
    });
    type("Words");
    await later(10 * 60_000);
    const pauses = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(pauses.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(Math.max(...pauses)).toBe(60_000);
    expect(statuses.at(-1)).toBe("unreachable");
    isAway = false;
    autosaver.retry();
    await later(AUTOSAVE_INTERVAL_MS);
    expect([statuses.at(-1), sent.at(-1)?.content]).toEqual(["saved", "Words"]);
    autosaver.stop();
  });

  test("changed — 429 with Retry-After — waits that long", async () => {
    let isFirst = true;
    const { autosaver, sent, type } = autosave(async () => {
      if (!isFirst) return 1;
      isFirst = false;
      throw new ApiError(429, {}, 33);
    });
    type("Words");
    await later(60_000);
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBe(33_000);
    autosaver.stop();
  });

  test.each([
    [401, {}, "signed-out"],
    [409, { type: "/docs/errors#account-changed" }, "other-account"],
    [412, { current: { version: 7, content: "From another device" } }, "conflict"],
  ])("changed — %i %o — %s, and nothing more is sent until retry", async (status, problem, expected) => {
    let isRefused = true;
    const { autosaver, sent, statuses, type } = autosave(async () => {
      if (isRefused) throw new ApiError(status, problem);
      return 1;
    });
    type("Words");
    await later(60_000);
    type("Words more");
    await later(60_000);
    expect([sent.length, statuses.at(-1)]).toEqual([1, expected]);
    isRefused = false;
    autosaver.retry();
    await later(AUTOSAVE_INTERVAL_MS);
    expect([sent.at(-1)?.content, statuses.at(-1)]).toEqual(["Words more", "saved"]);
    autosaver.stop();
  });

  test.each([
    [409, { type: "/docs/errors#too-many-autosaves" }],
    [413, {}],
  ])("changed — %i %o — refused, not sent again unchanged, sent with the next change", async (status, problem) => {
    let isRefused = true;
    const { autosaver, sent, statuses, type } = autosave(async () => {
      if (isRefused) throw new ApiError(status, problem);
      return 1;
    });
    type("Words, too many");
    await later(60_000);
    expect([sent.length, statuses.at(-1)]).toEqual([1, "refused"]);
    isRefused = false;
    type("Words");
    await later(AUTOSAVE_INTERVAL_MS);
    expect([sent.at(-1)?.content, statuses.at(-1)]).toEqual(["Words", "saved"]);
    autosaver.stop();
  });

  test("changed — 412 without an autosave (deleted elsewhere) — created as a new one", async () => {
    let isDeleted = false;
    const { autosaver, sent, statuses, type } = autosave(async ({ version }) => {
      if (isDeleted && version > 0) throw new ApiError(412, {});
      return version + 1;
    });
    type("Words");
    await later(AUTOSAVE_INTERVAL_MS);
    isDeleted = true;
    type("Words more");
    await later(2 * AUTOSAVE_INTERVAL_MS);
    expect(sent.map(({ content, version }) => [content, version])).toEqual([
      ["Words", 0],
      ["Words more", 1],
      ["Words more", 0],
    ]);
    expect(statuses.at(-1)).toBe("saved");
    autosaver.stop();
  });

  test("changed — more typed after a lost response — continues from the stored text", async () => {
    let isLost = true;
    const { autosaver, sent, statuses, type } = autosave(async ({ version }) => {
      if (!isLost) {
        if (version === 0) throw new ApiError(412, { current: { version: 1, content: "Words" } });
        return version + 1;
      }
      isLost = false;
      throw new ApiError(0, {});
    });
    type("Words");
    await later(1_500);
    type("Words more");
    await later(4 * AUTOSAVE_INTERVAL_MS);
    expect(sent.at(-1)).toMatchObject({ content: "Words more", version: 1 });
    expect(statuses.at(-1)).toBe("saved");
    autosaver.stop();
  });

  test("reset — a request of the former autosave in flight — its response is ignored", async () => {
    const responses: (() => void)[] = [];
    const { autosaver, sent, type } = autosave(() => new Promise((resolve) => responses.push(() => resolve(7))));
    type("One");
    await later(AUTOSAVE_INTERVAL_MS);
    autosaver.reset();
    responses[0]?.();
    await later(0);
    type("Another text");
    await later(AUTOSAVE_INTERVAL_MS);
    expect(sent.at(-1)).toMatchObject({ content: "Another text", version: 0 });
    autosaver.stop();
  });

  test("changed — 412 with the text that was sent — the lost response's version is adopted", async () => {
    let isLost = true;
    const { autosaver, sent, statuses, type } = autosave(async ({ content, version }) => {
      if (!isLost) return version + 1;
      isLost = false;
      throw new ApiError(412, { current: { version: 3, content } });
    });
    type("Words");
    await later(AUTOSAVE_INTERVAL_MS);
    expect(statuses.at(-1)).toBe("saved");
    type("Words more");
    await later(AUTOSAVE_INTERVAL_MS);
    expect(sent.at(-1)).toMatchObject({ content: "Words more", version: 3 });
    autosaver.stop();
  });

  test("createAutosaver — typed on after an adopted version — no longer “saved”", async () => {
    let isLost = true;
    const { autosaver, statuses, type } = autosave(async ({ content }) => {
      if (!isLost) throw new ApiError(412, { current: { version: 1, content } });
      isLost = false;
      throw new ApiError(0, {});
    });
    type("Words");
    await later(2 * AUTOSAVE_INTERVAL_MS);
    expect(statuses.at(-1)).toBe("saved");
    type("Words more");
    expect(statuses.at(-1)).toBe("pending");
    autosaver.stop();
  });

  test("createAutosaver — typed on after the saved text was restored while the server was away — no longer “saved”", async () => {
    let isAway = false;
    const { autosaver, statuses, type } = autosave(async ({ version }) => {
      if (isAway) throw new ApiError(0, {});
      return version + 1;
    });
    type("Words");
    await later(AUTOSAVE_INTERVAL_MS);
    isAway = true;
    type("Words more");
    await later(AUTOSAVE_INTERVAL_MS);
    type("Words");
    await later(2 * AUTOSAVE_INTERVAL_MS);
    expect(statuses.at(-1)).toBe("saved");
    type("Words again");
    expect(statuses.at(-1)).toBe("pending");
    autosaver.stop();
  });

  test("settle — before the post is saved — waits for the request in flight and sends no other", async () => {
    const responses: (() => void)[] = [];
    const { autosaver, sent, type } = autosave(() => new Promise((resolve) => responses.push(() => resolve(1))));
    type("One");
    await later(AUTOSAVE_INTERVAL_MS);
    type("One two");
    let isSettled = false;
    const settled = autosaver.settle().then(() => {
      isSettled = true;
    });
    await later(60_000);
    expect(isSettled).toBe(false);
    responses[0]?.();
    await settled;
    autosaver.reset();
    await later(60_000);
    expect(sent).toHaveLength(1);
    autosaver.stop();
  });
});
