import { act, renderHook } from "@testing-library/react";
import { ApiError } from "#lib/client/api-error";
import { useAction } from "#lib/client/use-action";

const refused = new ApiError(422, { title: "Not valid", fields: { name: ["Name is required"] } });
const error = { status: 422, title: "Not valid", fields: { name: ["Name is required"] } };

test("useAction — the action rejects with an ApiError — the error is held and reported", async () => {
  const onError = jest.fn();
  const { result } = renderHook(() => useAction(() => Promise.reject(refused), { onError }));
  await act(() => result.current.run());
  expect(result.current).toMatchObject({ isBusy: false, error });
  expect(onError).toHaveBeenCalledWith(error);
});

test("useAction — a call after an error — the error is cleared while the action runs", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { result } = renderHook(() => useAction(() => promise, { initialError: error }));
  expect(result.current.error).toEqual(error);
  act(() => void result.current.run());
  expect(result.current).toMatchObject({ isBusy: true, error: null });
  await act(async () => resolve());
  expect(result.current).toMatchObject({ isBusy: false, error: null });
});

test("useAction — two calls before a render — the action runs once", async () => {
  const action = jest.fn(async (_text: string) => {});
  const { result } = renderHook(() => useAction(action));
  await act(async () => void (await Promise.all([result.current.run("first"), result.current.run("second")])));
  expect(action.mock.calls).toEqual([["first"]]);
});

test("useAction — the action throws a bug — it is rethrown, not shown", async () => {
  const { result } = renderHook(() => useAction(() => Promise.reject(new TypeError("bug"))));
  await act(() => expect(result.current.run()).rejects.toThrow("bug"));
  expect(result.current).toMatchObject({ isBusy: false, error: null });
});
