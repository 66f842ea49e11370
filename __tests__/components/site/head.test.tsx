const URLS = ["/_next/a.js", "/_next/b.js", "/_next/c.js"];

/** The callback of the PerformanceObserver. */
let painted: () => void;

class Observer {
  constructor(callback: () => void) {
    painted = callback;
  }
  observe() {}
}

const scripts = () => [...document.head.querySelectorAll("script")];

/** Runs the file, and ends parsing. */
async function run({ hidden = false, urls = URLS }) {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  if (urls.length > 0) document.head.innerHTML = `<meta name="scripts" content="${urls.join(" ")}">`;
  await jest.isolateModulesAsync(async () => void (await import("../../../public/head.js")));
  document.dispatchEvent(new Event("DOMContentLoaded"));
}

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(window, { PerformanceObserver: Observer });
});

afterEach(() => {
  jest.useRealTimers();
  document.head.replaceChildren();
});

test("head.js — first paint — adds every script once, in order", async () => {
  await run({});
  expect(scripts()).toEqual([]);
  painted();
  painted();
  expect(scripts().map((script) => script.getAttribute("src"))).toEqual(URLS);
  expect(scripts().every((script) => !script.async)).toBe(true);
});

test.each([
  ["hidden tab", () => {}, true],
  ["tab hidden before the first paint", () => document.dispatchEvent(new Event("visibilitychange")), false],
  [
    "no paint reported, timeout",
    () => {
      window.dispatchEvent(new Event("load"));
      jest.runAllTimers();
    },
    false,
  ],
])("head.js — %s — adds the scripts", async (_, happen, hidden) => {
  await run({ hidden });
  happen();
  expect(scripts()).toHaveLength(URLS.length);
});

test("head.js — no list of scripts, as in development — adds none", async () => {
  await run({ urls: [] });
  painted();
  expect(scripts()).toEqual([]);
});
