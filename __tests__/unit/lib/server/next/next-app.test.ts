import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { lazyNext } from "#lib/server/next/next-app";

const mockPrepare = jest.fn<Promise<void>, []>();
const mockHandler = jest.fn();
const mockNext = jest.fn((_options: object) => ({ prepare: mockPrepare, getRequestHandler: () => mockHandler }));
jest.mock("next", () => ({ __esModule: true, default: (options: object) => mockNext(options) }));

const options = { dev: false, httpServer: {} as Server };
const [req, res] = [{} as IncomingMessage, {} as ServerResponse];

test("Next is loaded by the first who asks for it, once, and asked by everyone when it is ready", async () => {
  let getReady = () => {};
  mockPrepare.mockReturnValueOnce(new Promise((resolve) => (getReady = resolve)));
  const next = lazyNext(options);
  expect(mockNext).not.toHaveBeenCalled();

  const asked = [next.handle(req, res), next.load(), next.handle(req, res)];
  await new Promise(setImmediate);
  expect(mockHandler).not.toHaveBeenCalled();
  getReady();
  await Promise.all(asked);
  expect(mockNext.mock.calls).toEqual([[options]]);
  expect(mockHandler.mock.calls).toEqual([
    [req, res],
    [req, res],
  ]);
});

test("whoever waits is told that it cannot be loaded", async () => {
  mockPrepare.mockRejectedValueOnce(new Error("no build"));
  const next = lazyNext(options);
  await expect(next.handle(req, res)).rejects.toThrow("no build");
  mockPrepare.mockRejectedValueOnce(new Error("still no build"));
  await expect(next.load()).rejects.toThrow("still no build");
});

test("a load that failed is tried again by the next request", async () => {
  mockPrepare.mockRejectedValueOnce(new Error("EMFILE"));
  const next = lazyNext(options);
  await expect(next.handle(req, res)).rejects.toThrow("EMFILE");
  mockPrepare.mockResolvedValueOnce(undefined);
  await next.handle(req, res);
  expect(mockHandler.mock.calls).toEqual([[req, res]]);
});
