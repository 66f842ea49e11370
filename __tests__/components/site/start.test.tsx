const ADDRESSES = ["/_next/a.js", "/_next/b.js", "/_next/c.js"];

/** What the browser calls when it has painted. */
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
  const tag = { dataset: { scripts: ADDRESSES.join(" ") } };
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

test("waits for the first paint, then runs every script once, in its order", async () => {
  await run({ hidden: false });
  expect(added()).toEqual([]);
  painted();
  painted();
  expect(added().map((script) => script.getAttribute("src"))).toEqual(ADDRESSES);
  expect(added().every((script) => !script.async)).toBe(true);
});

test.each([
  ["at once in a tab that nobody sees", () => {}, true],
  ["when the tab is left before it was painted", () => document.dispatchEvent(new Event("visibilitychange")), false],
  ["in the end where the browser says nothing of paint", () => jest.runAllTimers(), false],
])("starts %s", async (_, happen, hidden) => {
  await run({ hidden });
  happen();
  expect(added()).toHaveLength(ADDRESSES.length);
});
