import "fake-indexeddb/auto";
import {
  DeviceStorageError,
  discardLocalDraft,
  discardSavedDraft,
  type LocalDraft,
  listDraftStates,
  listLocalDrafts,
  purgeDiscardedDrafts,
  purgeLocalDrafts,
  readLocalDraft,
  restoreLocalDraft,
  STATES_MAX,
  writeLocalDraft,
} from "#lib/client/local-drafts";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { someDraft } from "#support/drafts";

const MINUTE = 60_000;

const draftOf = (id: string, content: string, more: Partial<LocalDraft> = {}): LocalDraft =>
  someDraft({ id, account: "ada", values: { ...EMPTY_FORM, content }, ...more });
const contents = async (id: string) => (await listDraftStates(id)).map(({ values }) => values.content);

describe("local drafts", () => {
  test("writeLocalDraft — a draft — reads back whole", async () => {
    const draft = draftOf("a1", "Words", { post: "3", baseVersion: 2, base: EMPTY_FORM, savedAt: 5 });
    await writeLocalDraft(draft);
    expect(await readLocalDraft("a1")).toEqual(draft);
  });

  test("listLocalDrafts — drafts of two accounts and an anonymous viewer — each gets their own, newest first", async () => {
    await writeLocalDraft(draftOf("b1", "old", { savedAt: 1, account: "bea" }));
    await writeLocalDraft(draftOf("b2", "new", { savedAt: 2, account: "bea" }));
    await writeLocalDraft(draftOf("b3", "hers", { account: "cleo" }));
    await writeLocalDraft(draftOf("b4", "anonymous", { account: null }));
    expect((await listLocalDrafts("bea")).map(({ id }) => id)).toEqual(["b2", "b1"]);
    expect((await listLocalDrafts("cleo")).map(({ id }) => id)).toEqual(["b3"]);
    expect((await listLocalDrafts(null)).map(({ id }) => id)).toEqual(["b4"]);
  });

  test("writeLocalDraft — hours of typing — the last 20 states, at least half a minute apart", async () => {
    for (let at = 0; at < 200; at++) {
      await writeLocalDraft(draftOf("c1", "x".repeat(at), { savedAt: at * (MINUTE / 4) }));
    }
    const states = await listDraftStates("c1");
    expect(states).toHaveLength(STATES_MAX);
    for (const [at, state] of states.slice(1).entries()) {
      expect((states[at]?.savedAt ?? 0) - state.savedAt).toBeGreaterThanOrEqual(MINUTE / 2);
    }
  });

  test("writeLocalDraft — a paragraph disappears at once — the text before it is stored as a state", async () => {
    const long = "A paragraph. ".repeat(20);
    await writeLocalDraft(draftOf("d1", "Start", { savedAt: 1 }));
    await writeLocalDraft(draftOf("d1", long, { savedAt: 2 }));
    await writeLocalDraft(draftOf("d1", "", { savedAt: 3 }));
    expect(await contents("d1")).toEqual([long, "Start"]);
  });

  test("discardLocalDraft — then restored — is listed again with its states", async () => {
    await writeLocalDraft(draftOf("e1", "One", { account: "eve", savedAt: 1 }));
    await writeLocalDraft(draftOf("e1", "Two", { account: "eve", savedAt: 2 }));
    await discardLocalDraft("e1");
    expect([await readLocalDraft("e1"), await listLocalDrafts("eve")]).toEqual([undefined, []]);
    await restoreLocalDraft("e1");
    expect((await readLocalDraft("e1"))?.values.content).toBe("Two");
    expect(await contents("e1")).toEqual(["One"]);
  });

  test("writeLocalDraft and discardSavedDraft — late, of a draft with newer words — leave them", async () => {
    const sent = draftOf("j1", "Sent", { account: "joy" });
    await writeLocalDraft(sent);
    await writeLocalDraft(draftOf("j1", "Sent. Newer.", { account: "joy" }));
    await writeLocalDraft({ ...sent, autosaveVersion: 1 }, { isLate: true });
    await discardSavedDraft("j1", sent.values);
    expect((await readLocalDraft("j1"))?.values.content).toBe("Sent. Newer.");
  });

  test("writeLocalDraft — late, of an unchanged draft — stored, and not once it is discarded", async () => {
    const sent = draftOf("k1", "Sent", { account: "kim" });
    await writeLocalDraft(sent);
    await writeLocalDraft({ ...sent, autosaveVersion: 1 }, { isLate: true });
    expect((await readLocalDraft("k1"))?.autosaveVersion).toBe(1);
    await discardSavedDraft("k1", sent.values);
    await writeLocalDraft({ ...sent, autosaveVersion: 2 }, { isLate: true });
    expect(await readLocalDraft("k1")).toBeUndefined();
  });

  test("purgeDiscardedDrafts — 30 days after — only what was discarded before is gone", async () => {
    await writeLocalDraft(draftOf("f1", "Old", { account: "fay" }));
    await writeLocalDraft(draftOf("f2", "Recent", { account: "fay" }));
    await writeLocalDraft(draftOf("f3", "In use", { account: "fay" }));
    await discardLocalDraft("f1", 0);
    await discardLocalDraft("f2", MINUTE);
    await purgeDiscardedDrafts(30 * 24 * 60 * MINUTE);
    for (const id of ["f1", "f2"]) await restoreLocalDraft(id);
    expect((await listLocalDrafts("fay")).map(({ id }) => id).sort()).toEqual(["f2", "f3"]);
  });

  test("purgeLocalDrafts — signing out — deletes all of the account, other accounts' drafts stay", async () => {
    await writeLocalDraft(draftOf("g1", "Mine", { account: "gil" }));
    await writeLocalDraft(draftOf("g2", "Hers", { account: "hal" }));
    await purgeLocalDrafts("gil");
    expect([(await listLocalDrafts("gil")).length, (await listLocalDrafts("hal")).length]).toEqual([0, 1]);
  });

  test("writeLocalDraft — no IndexedDB — an error that says it is missing", async () => {
    const { indexedDB } = globalThis;
    Object.assign(globalThis, { indexedDB: undefined });
    await jest.isolateModulesAsync(async () => {
      const fresh = await import("#lib/client/local-drafts");
      await expect(fresh.writeLocalDraft(draftOf("h1", "Words"))).rejects.toMatchObject({ reason: "missing" });
    });
    Object.assign(globalThis, { indexedDB });
  });

  test("writeLocalDraft — storage full — an error that says so, and the stored text is unchanged", async () => {
    await writeLocalDraft(draftOf("i1", "Before"));
    const put = jest.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("The quota has been exceeded", "QuotaExceededError");
    });
    await expect(writeLocalDraft(draftOf("i1", "After"))).rejects.toThrow(DeviceStorageError);
    await expect(writeLocalDraft(draftOf("i1", "After"))).rejects.toMatchObject({ reason: "full" });
    put.mockRestore();
    expect((await readLocalDraft("i1"))?.values.content).toBe("Before");
  });
});
