const URLS = ["/_next/a.js", "/_next/b.js", "/_next/c.js"];

/** The callback of the PerformanceObserver. */
let painted: () => void;

class Observer {
  constructor(callback: () => void) {
    painted = callback;
  }
  observe() {}
}

const added = () => [...document.head.querySelectorAll("script")];

/** Runs the file as a browser does on reading its tag. */
async function run({ hidden }: { hidden: boolean }) {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  const tag = { dataset: { scripts: URLS.join(" ") } };
  Object.defineProperty(document, "currentScript", { configurable: true, get: () => tag });
  await jest.isolateModulesAsync(async () => void (await import("../../../public/start.js")));
}

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(window, { PerformanceObserver: Observer });
});

afterEach(() => {
  jest.useRealTimers();
  document.head.replaceChildren();
});

test("start.js — first paint — adds every script once, in order", async () => {
  await run({ hidden: false });
  expect(added()).toEqual([]);
  painted();
  painted();
  expect(added().map((script) => script.getAttribute("src"))).toEqual(URLS);
  expect(added().every((script) => !script.async)).toBe(true);
});

test.each([
  ["hidden tab", () => {}, true],
  ["tab hidden before the first paint", () => document.dispatchEvent(new Event("visibilitychange")), false],
  ["no paint reported, timeout", () => jest.runAllTimers(), false],
])("start.js — %s — adds the scripts", async (_, happen, hidden) => {
  await run({ hidden });
  happen();
  expect(added()).toHaveLength(URLS.length);
});
