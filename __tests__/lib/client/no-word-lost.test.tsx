import "fake-indexeddb/auto";
import { setImmediate } from "node:timers";
import fc from "fast-check";
import { listLocalDrafts, purgeLocalDrafts } from "#lib/client/local-drafts";
import { longTest } from "#support/long";
import { ModelledSite } from "#support/modelled-site";
import { type Fault, ModelledDevice, ModelledTab } from "#support/modelled-writers";
import { holds } from "#support/property";

/** What is typed later than this before a browser is killed may be lost, in milliseconds. */
const GRACE_MS = 400;
/** An autosave has followed by then, in milliseconds. */
const LATER_MS = 8_000;
const STEP_MS = 200;
const TABS = 3;
/** The many histories take this long at most, in milliseconds. */
const LONG_MS = 30 * 60_000;

const tab = fc.nat({ max: TABS - 1 });
const step = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      name: fc.constant("type" as const),
      tab,
      place: fc.constantFrom("title", "start", "middle", "end"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ name: fc.constant("erase" as const), tab }) },
  {
    weight: 12,
    arbitrary: fc.record({ name: fc.constant("wait" as const), ms: fc.constantFrom(200, 600, 2_000, 8_000) }),
  },
  { weight: 6, arbitrary: fc.record({ name: fc.constant("save" as const), tab, isDraft: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constant("act" as const),
      tab,
      choice: fc.constantFrom("mine", "theirs", "both", "undo"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ name: fc.constantFrom("kill", "leave", "reload"), tab }) },
  {
    weight: 6,
    arbitrary: fc.record({
      name: fc.constant("open" as const),
      tab,
      post: fc.constantFrom(0, 0, 0, 1, null),
      isBack: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      name: fc.constant("connection" as const),
      device: fc.nat({ max: 1 }),
      fault: fc.constantFrom<Fault>("none", "none", "slow", "slow", "cut before", "cut after", "away"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constant("storage" as const),
      device: fc.nat({ max: 1 }),
      isFull: fc.constantFrom(true, false, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ name: fc.constant("disk" as const), isFull: fc.constantFrom(true, false, false) }),
  },
  { weight: 1, arbitrary: fc.record({ name: fc.constant("trash" as const), post: fc.nat({ max: 2 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Each history begins with a tab on each device: two on the same post, one on a new one. */
const OPEN = [0, null, 0].map((post, tab) => ({ name: "open" as const, tab, post, isBack: false }));

const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets time pass, and IndexedDB, whose tasks no fake clock runs. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    await jest.advanceTimersByTimeAsync(STEP_MS);
    await settled();
  }
}
async function settled(): Promise<void> {
  for (let count = 0; count < 6; count++) {
    await nextTask();
    await jest.advanceTimersByTimeAsync(0);
  }
}

/** Plays a history on a site. @returns the words that are neither stored nor excused */
async function play(history: Step[], site: ModelledSite): Promise<string[]> {
  site.create({ title: "Theirs", content: "One line.\nAnother.\nA third one." }, "first");
  const devices = [new ModelledDevice("desk"), new ModelledDevice("phone")] as const;
  const tabs: (ModelledTab | undefined)[] = [];
  const entries: (string | undefined)[] = [];
  const words = new Set<string>();
  const excused = new Set<string>();
  /** The last tab is the only one on the phone. */
  const deviceOf = (at: number) => devices[at === TABS - 1 ? 1 : 0];
  let count = 0;

  /**
   * What is typed while the editor says that it is saved nowhere may be lost with the tab; what is typed in the last moment, if the browser
   * is killed or its storage is full.
   */
  function close(at: number, end: (open: ModelledTab) => void, isAbrupt: boolean): void {
    const open = tabs[at];
    if (!open || open.isDead) return;
    const hasGrace = isAbrupt || deviceOf(at).isFull;
    for (const [word, time] of open.typed) {
      if (open.isUnsafe || (hasGrace && time > Date.now() - GRACE_MS)) excused.add(word);
    }
    entries[at] = open.entry;
    end(open);
    tabs[at] = undefined;
  }

  for (const next of history) {
    const open = "tab" in next ? tabs[next.tab] : undefined;
    switch (next.name) {
      case "type": {
        const word = `w${++count}x`;
        if (!open) break;
        words.add(word);
        open.type(word, next.place as "title");
        break;
      }
      case "erase":
        for (const word of open?.erase().match(/w\d+x/g) ?? []) excused.add(word);
        break;
      case "wait":
        await pass(next.ms);
        break;
      case "save":
        open?.save(next.isDraft ? "draft" : undefined);
        break;
      case "act":
        void open?.act(next.choice as "mine");
        break;
      case "kill":
        close(next.tab, (closed) => closed.kill(), true);
        break;
      case "leave":
        close(next.tab, (closed) => closed.leave(false), false);
        break;
      case "reload":
        close(next.tab, (closed) => closed.leave(true), false);
        break;
      case "open": {
        close(next.tab, (closed) => closed.leave(true), false);
        const post = next.post === null ? undefined : [...site.posts.keys()][next.post];
        const isThere = post === undefined || !site.posts.get(post)?.isDeleted;
        const entry = next.isBack ? entries[next.tab] : undefined;
        if (isThere) tabs[next.tab] = new ModelledTab(site, deviceOf(next.tab), post, entry);
        break;
      }
      case "connection":
        devices[next.device as 0 | 1].fault = next.fault;
        break;
      case "storage":
        devices[next.device as 0 | 1].isFull = next.isFull;
        break;
      case "disk":
        site.isFull = next.isFull;
        break;
      case "trash": {
        const stored = [...site.posts.values()][next.post];
        if (stored) stored.isDeleted = true;
      }
    }
    await settled();
  }

  /** The words that are stored nowhere. A form counts while its editor says that it alone has the text. */
  async function missing(): Promise<string[]> {
    const unsafe = tabs.filter((open) => open?.isUnsafe && !open.isDead).map((open) => open?.text);
    const drafts = await Promise.all(devices.map(({ account }) => listLocalDrafts(account)));
    const stored = new Set([site.dump(), JSON.stringify(drafts), ...unsafe].join("\n").match(/w\d+x/g));
    return [...words].filter((word) => !stored.has(word) && !excused.has(word));
  }
  // The last words are stored by then; and later, what was saved replaces what was stored before.
  await pass(GRACE_MS);
  const atOnce = await missing();
  await pass(LATER_MS);
  const later = await missing();
  for (const open of tabs) open?.kill();
  await Promise.all(devices.map(({ account }) => purgeLocalDrafts(account)));
  return [...new Set([...atOnce, ...later])];
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask"] });
});
afterEach(() => {
  jest.useRealTimers();
});

const checkHistories = (runs: number, keepsRevisions = true) =>
  holds(
    fc.array(step, { minLength: 5, maxLength: 40 }),
    async (history) => {
      expect(await play([...OPEN, ...history] as Step[], new ModelledSite(keepsRevisions))).toEqual([]);
    },
    runs,
  );

const type = (tab: number, place = "middle"): Step => ({ name: "type", tab, place }) as Step;
const wait = (ms: 200 | 600 | 2_000 | 8_000): Step => ({ name: "wait", ms });
const save = (tab: number): Step => ({ name: "save", tab, isDraft: false });
const act = (tab: number, choice: string): Step => ({ name: "act", tab, choice }) as Step;
const reopen = (tab: number): Step[] => [{ name: "reload", tab } as Step, { name: "open", tab, post: 0, isBack: true }];
const connection = (device: number, fault: Fault): Step => ({ name: "connection", device, fault });
/** Tabs 0 and 2 are on the same post, on two devices. */
const HISTORIES: Record<string, Step[]> = {
  "a draft goes on offline on one device and online on the other": [
    ...[type(0), wait(8_000), connection(0, "away"), type(0), wait(600), ...reopen(2), wait(600), type(2), wait(8_000)],
    ...[connection(0, "none"), ...reopen(0), wait(8_000)],
  ],
  "theirs is chosen in a conflict": [
    ...[type(0), wait(600), type(2), save(2), wait(600), save(0), wait(600), act(0, "theirs"), wait(8_000)],
  ],
  "words typed while a conflict is shown": [
    ...[type(0), wait(600), type(2), save(2), wait(600), save(0), wait(600), type(0, "end"), act(0, "both"), wait(200)],
    ...[save(0), wait(8_000)],
  ],
  "words typed while a slow save is in flight": [
    ...[connection(0, "slow"), type(0), save(0), wait(2_000), type(0), wait(8_000), { name: "kill", tab: 0 } as Step],
  ],
  "a page that is left before it goes on with a draft": [
    ...[type(2), { name: "open", tab: 2, post: 0, isBack: false } as Step, { name: "leave", tab: 2 } as Step],
  ],
  "a page that is left while a save is in flight": [
    ...[connection(0, "slow"), type(0), save(0), wait(600), type(0), { name: "leave", tab: 0 } as Step, wait(8_000)],
  ],
  "a page that is left while a save is in flight, and opened again": [
    ...[connection(0, "slow"), type(0), save(0), wait(600), connection(0, "none")],
    ...([
      { name: "leave", tab: 0 },
      { name: "open", tab: 0, post: 0, isBack: true },
    ] as Step[]),
    ...[wait(600), type(0), connection(0, "away"), wait(8_000), { name: "kill", tab: 0 } as Step],
  ],
};

describe("no word lost", () => {
  test.each(Object.entries(HISTORIES))(
    "history — %s — each word that was typed and not deleted is stored",
    async (_, history) => {
      expect(await play([...OPEN, ...history] as Step[], new ModelledSite(true))).toEqual([]);
    },
  );

  test("random histories — two devices, three tabs, every failure — each word that was typed and not deleted is stored", () =>
    checkHistories(12));

  longTest(
    "random histories, many — each word that was typed and not deleted is stored",
    () => checkHistories(600),
    LONG_MS,
  );

  test.each(["mine", "theirs", "both"])(
    "a conflict of a text without revisions — %s — both texts are stored",
    async (choice) => {
      const pause = { name: "wait", ms: 2_000 };
      const save = (tab: number) => [{ name: "type", tab, place: "end" }, { name: "save", tab, isDraft: false }, pause];
      const history = [
        ...OPEN,
        ...save(0),
        ...save(2),
        { name: "act", tab: 2, choice },
        pause,
        { name: "save", tab: 2 },
      ];
      expect(await play(history as Step[], new ModelledSite(false))).toEqual([]);
    },
  );

  longTest("random histories without revisions, many — each word is stored", () => checkHistories(600, false), LONG_MS);
});
