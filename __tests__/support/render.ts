import { render, renderHook } from "@testing-library/react";
import { RouterContext } from "next/dist/shared/lib/router-context.shared-runtime";
import Router, { type NextRouter } from "next/router";
import { createElement, type ReactNode, useState } from "react";
import { SWRConfig } from "swr";
import { api } from "#lib/client/api";
import { SESSION_PATH } from "#lib/client/use-account";
import type { SessionState } from "#lib/shared/accounts";

type Options = {
  /** The SWR fallback of the page, by key. */
  fallback?: Record<string, unknown>;
  /** The initial URL. */
  address?: string;
};

/** The router of a test: its state, and Back. */
export type TestRouter = {
  address: string;
  show: (address: string) => void;
  /** Called with each URL that the page navigates to, also with the current one. */
  watch?: (address: string) => void;
};

/** A router that only stores a URL, and applies each change immediately. */
function useTestRouter(router: TestRouter): NextRouter {
  const [address, setAddress] = useState(router.address);
  const { pathname, searchParams } = new URL(address, "http://octavo.test");
  router.address = address;
  router.show = setAddress;
  const go = async (to: string | { pathname?: string | null; query?: unknown }) => {
    const search = typeof to === "string" ? "" : String(new URLSearchParams(to.query as Record<string, string>));
    const wanted = typeof to === "string" ? to : `${to.pathname}${search && `?${search}`}`;
    router.watch?.(wanted);
    setAddress(wanted);
    return true;
  };
  return {
    pathname,
    route: pathname,
    asPath: address,
    query: Object.fromEntries(searchParams),
    push: go,
    replace: go,
    prefetch: async () => {},
    beforePopState: () => {},
    events: Router.events,
  } as unknown as NextRouter;
}

/** An anonymous viewer of a site with POSTING=open, for tests that are not about accounts. */
const ANYONE: SessionState = { account: null, mayPost: true, maySignUp: true };

function around({ fallback: brought = {}, address = "/" }: Options) {
  const fallback = { [SESSION_PATH]: ANYONE, ...brought };
  const router: TestRouter = { address, show: () => {} };
  const value = { provider: () => new Map(), fetcher: api.get, fallback, shouldRetryOnError: false };
  function Around({ children }: { children: ReactNode }) {
    const inside = createElement(SWRConfig, { value }, children);
    const testRouter = useTestRouter(router);
    // Links use it without its context.
    Object.assign(Router, { router: testRouter });
    return createElement(RouterContext.Provider, { value: testRouter }, inside);
  }
  return { router, wrapper: Around };
}

/** Renders with its own SWR cache and router. */
export function show(element: ReactNode, options: Options = {}) {
  const { router, wrapper } = around(options);
  return { router, ...render(element, { wrapper }) };
}

/** Runs a hook with its own SWR cache. */
export function runHook<Result, Props>(hook: (props: Props) => Result, initialProps: Props, options: Options = {}) {
  return renderHook(hook, { wrapper: around(options).wrapper, initialProps });
}
