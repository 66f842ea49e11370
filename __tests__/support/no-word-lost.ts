import type { BrowserContextOptions, Page, Route } from "playwright-core";
import type { Visit } from "./browser.ts";
import { sendRequest } from "./send-request.ts";
import { asBrowserCookie, signUpAt } from "./signed-in.ts";

type Stored = { id: string; title: string; content: string; version: number; status: string };
type Headers = Record<string, string>;

/** The status that is seen: one that is heard stays until the next one that matters. */
export const hasStatus = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator("[aria-hidden]:has(+ [role=status])", { hasText: text }).waitFor({ state: "attached" });

/** The status that says that the text outlives this page. */
export const isSaved = (page: Page): Promise<void> => hasStatus(page, /^Saved$/);

export const contentOf = (page: Page): Promise<string> => page.getByLabel("Content").inputValue();

/** Waits until the editor shows a text that it has recovered. */
export const isContinued = (page: Page): Promise<void> => page.getByText(/^Continued from/).waitFor();

/** Types at the end of the content. */
export async function typeMore(page: Page, text: string): Promise<void> {
  await page.getByLabel("Content").press("Control+End");
  await page.keyboard.insertText(text);
}

/** A route that the server handles, but whose response never arrives. */
export async function loseResponse(route: Route): Promise<void> {
  await route.fetch();
  await route.abort();
}

/** Holds requests back until `release` is called. */
export function holdBack(after: (route: Route) => Promise<void> = (route) => route.continue()) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    release: resolve,
    async handle(route: Route): Promise<void> {
      await promise;
      await after(route);
    },
  };
}

/** Writers of a site of members: `signUp` before the tests. */
export function withWriters(
  server: { readonly url: string },
  visit: (url: string, options?: BrowserContextOptions) => Promise<Visit>,
) {
  const accounts: Record<string, Headers> = {};
  const headersOf = (name: string): Headers => accounts[name] ?? {};
  return {
    headersOf,
    async signUp(...names: string[]): Promise<void> {
      for (const name of names) accounts[name] = (await signUpAt(server.url, name)).headers;
    },
    /** The session as a cookie for a browser. */
    cookieOf: (name: string, origin = server.url) => asBrowserCookie(origin, headersOf(name) as { cookie: string }),
    /** Signs a browser in. */
    async signIn(page: Page, name: string): Promise<void> {
      await page.context().addCookies([this.cookieOf(name)]);
    },
    /** Opens a page in a browser of the writer's own. */
    async open(path: string, name = "Olga", origin = server.url, options?: BrowserContextOptions): Promise<Page> {
      const { page } = await visit("about:blank", options);
      await page.context().addCookies([this.cookieOf(name, origin)]);
      await page.goto(origin + path);
      return page;
    },
    /** Creates a post as Olga. */
    async create(title: string, content: string): Promise<string> {
      const headers = headersOf("Olga");
      const { text } = await sendRequest(`${server.url}/api/posts`, {
        method: "POST",
        headers,
        body: { title, content },
      });
      return (JSON.parse(text) as Stored).id;
    },
    change: (id: string, body: object) =>
      sendRequest(`${server.url}/api/posts/${id}`, { method: "PATCH", headers: headersOf("Olga"), body }),
    remove: (id: string) =>
      sendRequest(`${server.url}/api/posts/${id}`, { method: "DELETE", headers: headersOf("Olga") }),
    async read(id: string): Promise<Stored> {
      return JSON.parse((await sendRequest(`${server.url}/api/posts/${id}`, { headers: headersOf("Olga") })).text);
    },
    /** Posts of a title, drafts included. */
    async find(title: string): Promise<Stored[]> {
      const lists = ["", "&status=draft"].map(async (status) => {
        const query = `q=${title}${status}`;
        const { text } = await sendRequest(`${server.url}/api/posts?${query}`, { headers: headersOf("Olga") });
        return JSON.parse(text) as Stored[];
      });
      return (await Promise.all(lists)).flat();
    },
  };
}
