import type { Page } from "playwright-core";

/**
 * Milliseconds that a page's own code took for each key, without the browser's own editing that it asked for (`execCommand`,
 * `setSelectionRange`), which `native` holds; and those of each timer meanwhile.
 */
export type TypingSpeed = { handlers: number[]; native: number[]; later: number[] };

type Recorder = { later: number[]; handlers: number; native: number; depth: number };
declare global {
  var typing: Recorder | undefined;
}

/** Between two keys, in milliseconds: eight or so a second. */
const PAUSE_MS = 60;

/** Measures every listener of an event of typing, and every timer, on the pages that are opened from now on. */
async function record(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const EVENTS = ["keydown", "keypress", "keyup", "beforeinput", "input", "selectionchange", "change", "scroll"];
    const typing: Recorder = { later: [], handlers: 0, native: 0, depth: 0 };
    globalThis.typing = typing;
    /** What runs within another listener is part of it. */
    function timed<Args extends unknown[]>(work: (...args: Args) => unknown, note: (took: number) => void) {
      return function wrapped(this: unknown, ...args: Args) {
        const start = performance.now();
        typing.depth++;
        try {
          return work.apply(this, args);
        } finally {
          typing.depth--;
          if (typing.depth === 0) note(performance.now() - start);
        }
      };
    }
    const ofKey = (took: number) => {
      typing.handlers += took;
    };
    /** Takes the time of the browser's own editing off the listener that called it; an `input` event within runs ours again. */
    function withoutNative<Args extends unknown[], Result>(work: (...args: Args) => Result) {
      return function native(this: unknown, ...args: Args): Result {
        const [start, depth, before] = [performance.now(), typing.depth, typing.handlers];
        typing.depth = 0;
        try {
          return work.apply(this, args);
        } finally {
          typing.depth = depth;
          const took = performance.now() - start;
          typing.native += took - (typing.handlers - before);
          typing.handlers -= took;
        }
      };
    }
    const [{ prototype: documents }, { prototype: fields }] = [Document, HTMLTextAreaElement];
    documents.execCommand = withoutNative(documents.execCommand);
    // It lays out what has been inserted.
    fields.setSelectionRange = withoutNative(fields.setSelectionRange);
    const later = (took: number) => typing.later.push(took);
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const wrappers = new WeakMap<EventListener, EventListener>();
    function wrapperOf(type: string, listener: EventListenerOrEventListenerObject | null) {
      if (!EVENTS.includes(type) || typeof listener !== "function") return listener;
      const wrapper = wrappers.get(listener) ?? timed(listener, ofKey);
      wrappers.set(listener, wrapper);
      return wrapper;
    }
    EventTarget.prototype.addEventListener = function add(type, listener, options) {
      return addEventListener.call(this, type, wrapperOf(type, listener), options);
    };
    EventTarget.prototype.removeEventListener = function remove(type, listener, options) {
      return removeEventListener.call(this, type, wrapperOf(type, listener), options);
    };
    // React renders what an event changed in a microtask.
    const { queueMicrotask, setTimeout } = window;
    window.queueMicrotask = (work) => queueMicrotask(timed(work, ofKey));
    window.setTimeout = ((work: TimerHandler, ...rest: []) =>
      setTimeout(typeof work === "function" ? timed(work as () => void, later) : work, ...rest)) as typeof setTimeout;
  });
}

/** Types keys one after the other. @returns what the page's own code took for each */
async function type(page: Page, keys: string[], pause: number): Promise<TypingSpeed> {
  const [handlers, native]: [number[], number[]] = [[], []];
  await page.evaluate(() => {
    if (globalThis.typing) globalThis.typing.later = [];
  });
  for (const key of keys) {
    await page.evaluate(() => {
      if (globalThis.typing) Object.assign(globalThis.typing, { handlers: 0, native: 0 });
    });
    await page.keyboard.press(key);
    const took = await page.evaluate(() => globalThis.typing);
    handlers.push(took?.handlers ?? Number.NaN);
    native.push(took?.native ?? Number.NaN);
    await page.waitForTimeout(pause);
  }
  const later = await page.evaluate(() => globalThis.typing?.later ?? []);
  return { handlers, native, later };
}

/** Opens an editor whose processor is slowed down. @param slowdown 4 for a phone */
export async function openSlowly(page: Page, url: string, slowdown: number) {
  await record(page);
  await page.goto(url);
  await page.getByLabel("Content").focus();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  /** @param keys their names in Playwright */
  return { type: (keys: string[]) => type(page, keys, PAUSE_MS) };
}
