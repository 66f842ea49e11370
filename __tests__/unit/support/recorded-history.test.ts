import { type Change, type Create, faultsOf, type History, type Request } from "#support/recorded-history";

/** One request a second, each taking half a second, unless given otherwise. */
function at<Kind extends Request>(
  second: number,
  request: Omit<Kind, "instance" | "from" | "to" | "status"> & Partial<Kind>,
): Kind {
  return { instance: 0, from: second * 1000, to: second * 1000 + 500, status: 200, ...request } as Kind;
}
const create = (second: number, more: Partial<Create> = {}) =>
  at<Create>(second, { kind: "create", title: "a", id: "1", status: 201, ...more });
const change = (second: number, more: Partial<Change> = {}) =>
  at<Change>(second, { kind: "change", id: "1", title: "b", version: 2, ...more });
const remove = (second: number, more: object = {}) => at(second, { kind: "remove", id: "1", status: 204, ...more });
const restore = (second: number, more: object = {}) => at(second, { kind: "restore", id: "1", ...more });
const list = (second: number, titles: string[], more: object = {}) => at(second, { kind: "list", titles, ...more });
const walk = (second: number, ids: string[], more: object = {}) => at(second, { kind: "walk", ids, ...more });
const read = (second: number, more: object) => at(second, { kind: "read", id: "1", ...more });

const LAG = 1_000;
const faults = (requests: Request[], holding: History["holdings"][0], other = holding) =>
  faultsOf({ requests, holdings: [holding, other], lag: LAG });

describe("faultsOf — a consistent history — none", () => {
  test.each<[string, Request[], History["holdings"][0]]>([
    ["nothing happened", [], {}],
    [
      "a post is created, changed and read",
      [create(0), change(1), list(2, ["b"]), read(2, { title: "b" })],
      { 1: ["a", "b"] },
    ],
    [
      "two concurrent changes, in either order",
      [create(0), change(1, { version: 3 }), change(1, { title: "c" })],
      { 1: ["a", "c", "b"] },
    ],
    [
      "a write without a response was stored",
      [create(0), change(1, { status: 0, version: undefined })],
      { 1: ["a", "b"] },
    ],
    [
      "a write without a response was not stored",
      [create(0), change(1, { status: 503, version: undefined })],
      { 1: ["a"] },
    ],
    ["a refused change", [create(0), change(1, { status: 412, ifVersion: 7, version: undefined })], { 1: ["a"] }],
    [
      "another instance shows the old text for less than the lag",
      [create(0), change(1), list(2, ["a"], { instance: 1 })],
      { 1: ["a", "b"] },
    ],
    [
      "a deleted post is gone and restored",
      [create(0), remove(1), list(2, []), restore(3), list(4, ["a"])],
      { 1: ["a"] },
    ],
    [
      "a post may or may not be listed while it is being deleted",
      [create(0), remove(1, { to: 5_000 }), list(2, ["a"]), list(3, [])],
      { 1: ["a"] },
    ],
    ["a delete without a response", [create(0), remove(1, { status: 0 }), list(2, []), list(3, ["a"])], { 1: ["a"] }],
    [
      "a scheduled post is listed when it is due",
      [create(0, { due: 3_000 }), list(1, []), list(4, ["a"])],
      { 1: ["a"] },
    ],
    [
      "an Idempotency-Key was sent again",
      [create(0, { key: "k", status: 0, id: undefined }), create(1, { key: "k", title: "a" })],
      { 1: ["a"] },
    ],
    [
      "paging misses a post created meanwhile",
      [create(0), create(2, { id: "2", title: "z", to: 2_600 }), walk(2, ["1"])],
      { 1: ["a"], 2: ["z"] },
    ],
    ["a page fails while the database is unavailable", [at(0, { kind: "page", titles: [], status: 503 })], {}],
  ])("%s", (_name, requests, holding) => {
    expect(faults(requests, holding)).toEqual([]);
  });
});

describe("faultsOf — an inconsistent history — named", () => {
  test.each<[string, Request[], History["holdings"][0], RegExp]>([
    ["a 500", [create(0, { status: 500, id: undefined })], {}, /answered 500/],
    ["a lost update", [create(0), change(1), change(2, { title: "c" })], { 1: ["a", "c"] }, /two writes: b, c/],
    [
      "a later write with an older version",
      [create(0), change(1, { version: 3 }), change(2, { title: "c" })],
      { 1: ["a", "c", "b"] },
      /older version/,
    ],
    [
      "a change that passed If-Match with an outdated version",
      [create(0), change(1, { ifVersion: 0 })],
      { 1: ["a", "b"] },
      /was to follow version 0/,
    ],
    ["an acknowledged post is missing", [create(0)], {}, /a, version 1 of 1, is not on instance 0/],
    ["an acknowledged change is missing", [create(0), change(1)], { 1: ["a"] }, /b, version 2 of 1/],
    ["a version with another text", [create(0), change(1)], { 1: ["a", "x"] }, /b, version 2 of 1/],
    [
      "a refused write was stored",
      [create(0), change(1, { status: 412, version: undefined })],
      { 1: ["a", "b"] },
      /b should not be in 1/,
    ],
    ["a text that nobody wrote", [create(0)], { 1: ["a", "x"] }, /x should not be in 1/],
    [
      "a text in another post",
      [create(0), create(0, { id: "2", title: "z" }), change(1)],
      { 1: ["a"], 2: ["z", "b"] },
      /b should not be in 2/,
    ],
    [
      "a write was stored twice",
      [create(0), change(1, { status: 0, version: undefined })],
      { 1: ["a", "b", "b"] },
      /b is stored twice/,
    ],
    [
      "an Idempotency-Key created two posts",
      [create(0, { key: "k" }), create(1, { key: "k", id: "2" })],
      { 1: ["a"], 2: ["a"] },
      /key k made 1 and 2/,
    ],
    [
      "a post was created twice",
      [create(0, { key: "k", status: 0, id: undefined }), create(1, { key: "k", id: "2" })],
      { 1: ["a"], 2: ["a"] },
      /stored twice/,
    ],
    [
      "a stale list on the instance that wrote",
      [create(0), change(1), list(2, ["a"])],
      { 1: ["a", "b"] },
      /showed a, not b/,
    ],
    [
      "a stale list on another instance after the lag",
      [create(0), change(1), list(3, ["a"], { instance: 1 })],
      { 1: ["a", "b"] },
      /showed a, not b/,
    ],
    [
      "a stale page",
      [create(0), change(1), at(2, { kind: "page", titles: ["a"] })],
      { 1: ["a", "b"] },
      /page .* showed a, not b/,
    ],
    ["a stale post", [create(0), change(1), read(2, { title: "a" })], { 1: ["a", "b"] }, /read .* showed a, not b/],
    ["a post is not found", [create(0), read(2, { status: 404 })], { 1: ["a"] }, /was there and not found/],
    ["a list without a new post", [create(0), list(1, [])], { 1: ["a"] }, /left out 1/],
    ["a list without a restored post", [create(0), remove(1), restore(2), list(3, [])], { 1: ["a"] }, /left out 1/],
    ["a list with a deleted post", [create(0), remove(1), list(2, ["a"])], { 1: ["a"] }, /showed 1, which was gone/],
    ["a scheduled post before it is due", [create(0, { due: 5_000 }), list(1, ["a"])], { 1: ["a"] }, /which was gone/],
    ["a scheduled post missing when due", [create(0, { due: 2_000 }), list(3, [])], { 1: ["a"] }, /left out 1/],
    ["paging returns a post twice", [create(0), walk(1, ["1", "1"])], { 1: ["a"] }, /came by 1 twice/],
    ["paging skips a post", [create(0), walk(2, [])], { 1: ["a"] }, /missed 1/],
  ])("%s", (_name, requests, holding, fault) => {
    expect(faults(requests, holding).join("\n")).toMatch(fault);
  });

  test("an acknowledged write on one instance only", () => {
    expect(faults([create(0)], { 1: ["a"] }, {})).toEqual(["a, version 1 of 1, is not on instance 1"]);
  });
});
