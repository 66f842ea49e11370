import { ApiError } from "#lib/client/request";
import { uploadImage } from "#lib/client/upload-image";
import { createUploadQueue, type UploadState } from "#lib/client/upload-queue";
import type { Image } from "#lib/shared/images";

jest.mock("#lib/client/upload-image", () => ({ uploadImage: jest.fn() }));
const upload = jest.mocked(uploadImage);
const image = { id: "x" } as Image;

/** Uploads that end when the test says so. */
let running: { file: Blob; signal: AbortSignal; end: (image: Image) => void; fail: (error: ApiError) => void }[];
let states: Record<string, UploadState[]>;
let done: string[];
let isOnline: jest.SpyInstance;

function makeQueue(
  account: string | null = "ada",
  getFile = async (id: string): Promise<Blob | undefined> => new Blob([id]),
) {
  return createUploadQueue({
    account,
    getFile,
    onState: (id, state) => {
      states[id] = [...(states[id] ?? []), state];
    },
    onDone: (id) => done.push(id),
  });
}
const settle = () => jest.advanceTimersByTimeAsync(0);
const last = (id: string) => states[id]?.at(-1);

beforeEach(() => {
  jest.useFakeTimers();
  [running, states, done] = [[], {}, []];
  isOnline = jest.spyOn(navigator, "onLine", "get").mockReturnValue(true);
  upload.mockReset().mockImplementation(
    (file, { signal = new AbortController().signal }) =>
      new Promise((end, fail) => {
        running.push({ file, signal, end, fail });
        signal.addEventListener("abort", () => fail(new ApiError(0, {})));
      }),
  );
});
afterEach(() => {
  jest.useRealTimers();
  isOnline.mockRestore();
});

test("four uploads — two at a time, in their order", async () => {
  const queue = makeQueue();
  for (const id of ["a", "b", "c", "d"]) queue.add(id);
  await settle();
  expect(running).toHaveLength(2);
  expect([last("a"), last("c")]).toEqual([{ name: "uploading", share: 0 }, { name: "queued" }]);
  running[1]?.end(image);
  await settle();
  expect(running).toHaveLength(3);
  for (const { end } of running) end(image);
  await settle();
  running[3]?.end(image);
  await settle();
  expect(done).toEqual(["b", "a", "c", "d"]);
  expect(upload.mock.calls.map(([, { account }]) => account)).toEqual(Array(4).fill("ada"));
});

test("removed — aborted, nothing more is said of it, and the next one begins", async () => {
  const queue = makeQueue();
  for (const id of ["a", "b", "c"]) queue.add(id);
  await settle();
  queue.remove("a");
  queue.remove("a");
  await settle();
  expect(running[0]?.signal.aborted).toBe(true);
  expect(last("a")).toEqual({ name: "uploading", share: 0 });
  expect(last("c")).toEqual({ name: "uploading", share: 0 });
  queue.add("a");
  running[1]?.end(image);
  await settle();
  running[3]?.end(image);
  await settle();
  expect(done).toEqual(["b", "a"]);
});

test("the server is away — tried again after 5 s, then 10 s; at once on request", async () => {
  const queue = makeQueue();
  queue.add("a");
  await settle();
  running[0]?.fail(new ApiError(0, {}));
  await settle();
  expect(last("a")).toEqual({ name: "waiting", reason: "unreachable" });
  await jest.advanceTimersByTimeAsync(4_999);
  expect(running).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  running[1]?.fail(new ApiError(503, { title: "Busy" }, 30));
  await settle();
  expect(last("a")).toEqual({ name: "waiting", reason: "busy" });
  await jest.advanceTimersByTimeAsync(29_999);
  expect(running).toHaveLength(2);
  queue.retry("a");
  await settle();
  expect(running).toHaveLength(3);
  running[2]?.end(image);
  await settle();
  await jest.advanceTimersByTimeAsync(120_000);
  expect([done, running.length]).toEqual([["a"], 3]);
});

test("offline — waits for the browser, not for a time", async () => {
  isOnline.mockReturnValue(false);
  makeQueue().add("a");
  await settle();
  running[0]?.fail(new ApiError(0, {}));
  await jest.advanceTimersByTimeAsync(600_000);
  expect(last("a")).toEqual({ name: "waiting", reason: "offline" });
  expect(running).toHaveLength(1);
});

test.each<[string, string | null, ApiError, UploadState]>([
  [
    "413",
    "ada",
    new ApiError(413, { title: "The image is larger than 20 MiB" }),
    { name: "failed", reason: "The image is larger than 20 MiB." },
  ],
  [
    "415",
    "ada",
    new ApiError(415, { title: "T", detail: "The file is SVG." }),
    { name: "failed", reason: "The file is SVG." },
  ],
  ["507", "ada", new ApiError(507, { title: "No room" }), { name: "failed", reason: "No room." }],
  ["429", "ada", new ApiError(429, { title: "T" }, 9), { name: "waiting", reason: "busy" }],
  ["401", "ada", new ApiError(401, { title: "Sign in" }), { name: "signed-out" }],
  [
    "401 for an anonymous writer",
    null,
    new ApiError(401, { title: "Authentication required" }),
    { name: "failed", reason: "Authentication required." },
  ],
  [
    "409 of another account",
    "ada",
    new ApiError(409, { type: "/docs/errors#account-changed" }),
    { name: "other-account" },
  ],
])("%s — %j", async (_name, account, error, state) => {
  makeQueue(account).add("a");
  await settle();
  running[0]?.fail(error);
  await settle();
  expect(last("a")).toEqual(state);
});

test("no file, or one that can be read again — missing, then uploaded", async () => {
  let file: Blob | undefined;
  const queue = makeQueue("ada", async () => file);
  queue.add("a");
  await settle();
  expect(last("a")).toEqual({ name: "missing" });
  file = new Blob(["x"]);
  queue.retry("a");
  await settle();
  expect(running[0]?.file).toBe(file);
});

test("stopped — all are aborted", async () => {
  const queue = makeQueue();
  for (const id of ["a", "b", "c"]) queue.add(id);
  await settle();
  queue.stop();
  await settle();
  expect(running.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  expect(done).toEqual([]);
});
