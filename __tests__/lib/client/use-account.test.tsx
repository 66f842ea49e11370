import { act, waitFor } from "@testing-library/react";
import useSWR from "swr";
import { ApiError } from "#lib/client/api";
import { SESSION_PATH, useAccount } from "#lib/client/use-account";
import { useSignIn, useSignOut, useSignUp } from "#lib/client/use-account-changes";
import type { SessionState } from "#lib/shared/accounts";
import { withHandlers } from "#support/handlers";
import { runHook } from "#support/render";

const server = withHandlers();
const ADA = { id: "a", name: "Ada", email: "ada@octavo.test", role: "author" } as const;
const anonymous: SessionState = { account: null, mayPost: false, maySignUp: false };
const stateOf = (account: SessionState["account"]): SessionState => ({
  ...anonymous,
  account,
  mayPost: account !== null,
});

/** The account that the server considers signed in. */
let signedIn: SessionState["account"];
beforeEach(() => {
  signedIn = null;
  server.gate = async ({ path }) => {
    if (path === SESSION_PATH) return { status: 200, body: stateOf(signedIn) };
    if (path === "/api/auth/sign-in") signedIn = ADA;
    if (path === "/api/auth/sign-out") signedIn = null;
    if (path.startsWith("/api/auth")) return { status: 200, body: ADA };
    return { status: 200, body: `for ${signedIn?.name ?? "everyone"}` };
  };
});

function useEverything() {
  const { session } = useAccount();
  const { data } = useSWR<string>("/api/something");
  return { session, data, signIn: useSignIn(), signOut: useSignOut(), signUp: useSignUp() };
}

async function ready() {
  const { result } = runHook(useEverything, {}, { fallback: { [SESSION_PATH]: undefined } });
  await waitFor(() => expect(result.current.session).toBeDefined());
  await waitFor(() => expect(result.current.data).toBeDefined());
  return result;
}

test("useSignIn — signed in — useAccount returns the account", async () => {
  const result = await ready();
  expect(result.current.session?.account).toBeNull();
  await act(() => result.current.signIn({ email: ADA.email, password: "correct horse" }));
  expect(result.current.session?.account).toEqual(ADA);
});

test("useSignOut — signed out — SWR data of the account is cleared", async () => {
  signedIn = ADA;
  const result = await ready();
  expect(result.current.data).toBe("for Ada");
  await act(() => result.current.signOut());
  expect(result.current.session?.account).toBeNull();
  expect(result.current.data).toBeUndefined();
});

test("useSignIn — 401 — rejects, SWR data stays", async () => {
  const result = await ready();
  const original = server.gate;
  server.gate = (request) =>
    request.path === "/api/auth/sign-in"
      ? Promise.resolve({ status: 401, body: { title: "Wrong email address or password" } })
      : original?.(request);
  await expect(result.current.signIn({ email: ADA.email, password: "wrong" })).rejects.toThrow(ApiError);
  expect(result.current.data).toBe("for everyone");
});

test("useSignUp — new email — signed in", async () => {
  const result = await ready();
  let isIn: boolean | undefined;
  await act(async () => {
    isIn = await result.current.signUp({ name: "Ada", email: ADA.email, password: "correct horse" });
  });
  expect(isIn).toBe(true);
  expect(result.current.session?.account).toEqual(ADA);
});

test("useSignUp — email with an account — false, not signed in", async () => {
  const result = await ready();
  const original = server.gate;
  server.gate = (request) =>
    request.path === "/api/auth/sign-in" ? Promise.resolve({ status: 401, body: {} }) : original?.(request);
  expect(await result.current.signUp({ name: "Ada", email: ADA.email, password: "correct horse" })).toBe(false);
});
