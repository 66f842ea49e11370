import { ApiError } from "#lib/client/api-error";
import { uploadImage } from "#lib/client/upload-image";

/** A request that the test answers. */
class Request {
  static last: Request;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  headers: Record<string, string> = {};
  onloadend = () => {};
  status = 0;
  responseText = "";
  retryAfter: string | null = null;
  sent: unknown;
  isAborted = false;
  constructor() {
    Request.last = this;
  }
  open() {}
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getResponseHeader = (name: string) => (name === "Retry-After" ? this.retryAfter : null);
  send(body: unknown) {
    this.sent = body;
  }
  abort() {
    this.isAborted = true;
    this.onloadend();
  }
  answer(status: number, body: object | string, retryAfter: string | null = null) {
    this.retryAfter = retryAfter;
    this.status = status;
    this.responseText = typeof body === "string" ? body : JSON.stringify(body);
    this.onloadend();
  }
}

const file = new File(["pixels"], "cat.png", { type: "image/png" });
beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(window, { XMLHttpRequest: Request });
});
afterEach(() => jest.useRealTimers());

test("uploadImage — sends the file as it is, tells the progress, returns the image", async () => {
  const onProgress = jest.fn();
  const uploaded = uploadImage(file, { account: "a1", onProgress });
  Request.last.upload.onprogress?.({ loaded: 5, total: 10 });
  Request.last.answer(201, { id: "x" });
  expect(await uploaded).toEqual({ id: "x" });
  expect(Request.last.sent).toBe(file);
  expect(Request.last.headers).toEqual({ "Content-Type": "image/png", "Octavo-Account": "a1" });
  expect(onProgress.mock.calls).toEqual([[0.5]]);
});

test("uploadImage — refused — the problem, and when to try again", async () => {
  const limited = uploadImage(file, { account: null });
  Request.last.answer(429, { title: "Too many requests" }, "7");
  await expect(limited).rejects.toMatchObject({ status: 429, message: "Too many requests", retryAfter: 7 });
  const odd = uploadImage(file, { account: null });
  Request.last.answer(502, "<html>");
  await expect(odd).rejects.toMatchObject({ status: 502, problem: {} });
});

test.each([
  ["no", null, undefined],
  ["a date as", "Mon, 30 Nov 2026 12:00:00 GMT", undefined],
  ["an invalid", "1e999", undefined],
  ["a year as", "31536000", 86_400],
])("uploadImage — %s Retry-After — seconds that a timer takes, or none", async (_, retryAfter, seconds) => {
  const limited = uploadImage(file, { account: null });
  Request.last.answer(503, {}, retryAfter);
  const error = await limited.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).retryAfter).toBe(seconds);
});

test("uploadImage — aborted, before or meanwhile — status 0", async () => {
  const ended = new AbortController();
  const uploaded = uploadImage(file, { account: null, signal: ended.signal });
  ended.abort();
  await expect(uploaded).rejects.toMatchObject({ status: 0 });
  expect(Request.last.isAborted).toBe(true);
  await expect(uploadImage(file, { account: null, signal: ended.signal })).rejects.toMatchObject({ status: 0 });
  expect(Request.last.sent).toBeUndefined();
});

test("uploadImage — nothing moves for two minutes — given up; progress restarts the wait", async () => {
  const uploaded = uploadImage(file, { account: null }).catch((error: unknown) => error);
  jest.advanceTimersByTime(100_000);
  Request.last.upload.onprogress?.({ loaded: 1, total: 10 });
  jest.advanceTimersByTime(100_000);
  expect(Request.last.isAborted).toBe(false);
  jest.advanceTimersByTime(20_000);
  expect(await uploaded).toMatchObject({ status: 0 });
});
