import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { lazyNext } from "#lib/server/next/next-app";

const mockPrepare = jest.fn<Promise<void>, []>();
const mockHandler = jest.fn();
const mockNext = jest.fn((_options: object) => ({ prepare: mockPrepare, getRequestHandler: () => mockHandler }));
jest.mock("next", () => ({ __esModule: true, default: (options: object) => mockNext(options) }));

const options = { dev: false, httpServer: {} as Server };
const [req, res] = [{} as IncomingMessage, {} as ServerResponse];

test("lazyNext — concurrent requests — loads Next once, then calls its handler for each", async () => {
  let resolvePrepare = () => {};
  mockPrepare.mockReturnValueOnce(new Promise((resolve) => (resolvePrepare = resolve)));
  const next = lazyNext(options);
  expect(mockNext).not.toHaveBeenCalled();

  const pending = [next.handle(req, res), next.load(), next.handle(req, res)];
  await new Promise(setImmediate);
  expect(mockHandler).not.toHaveBeenCalled();
  resolvePrepare();
  await Promise.all(pending);
  expect(mockNext.mock.calls).toEqual([[options]]);
  expect(mockHandler.mock.calls).toEqual([
    [req, res],
    [req, res],
  ]);
});

test("lazyNext — loading fails — handle and load reject", async () => {
  mockPrepare.mockRejectedValueOnce(new Error("no build"));
  const next = lazyNext(options);
  await expect(next.handle(req, res)).rejects.toThrow("no build");
  mockPrepare.mockRejectedValueOnce(new Error("still no build"));
  await expect(next.load()).rejects.toThrow("still no build");
});

test("lazyNext — loading failed before — the next request loads again", async () => {
  mockPrepare.mockRejectedValueOnce(new Error("EMFILE"));
  const next = lazyNext(options);
  await expect(next.handle(req, res)).rejects.toThrow("EMFILE");
  mockPrepare.mockResolvedValueOnce(undefined);
  await next.handle(req, res);
  expect(mockHandler.mock.calls).toEqual([[req, res]]);
});
