import type { Page } from "playwright-core";

/** What a page must not hold: scripts of others, handlers in attributes, addresses that run something. */
export type Unsafe = string[];

/** Runs in the browser. @param root the page itself, or one that was parsed */
function unsafeIn(root: Document): string[] {
  const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background"];
  // The browser's own parser: it knows every way to write an address that runs something.
  const runs = (value: string) =>
    URL.canParse(value, location.href) &&
    (/^(javascript|vbscript):$/.test(new URL(value, location.href).protocol) ||
      /^data:(?!image\/)/i.test(value.trim()));
  const found: string[] = [];
  for (const element of root.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const isUnsafe = /^on/i.test(name) || name === "srcdoc" || (ADDRESSES.includes(name) && runs(value));
      if (isUnsafe) found.push(`${element.tagName} ${name}=${value}`);
    }
  }
  for (const script of root.querySelectorAll("script")) {
    const isOurs = /^\/(_next\/|(theme|start)\.js$)/.test(script.getAttribute("src") ?? "");
    if (!isOurs && !/^application\/(ld\+)?json$/.test(script.type))
      found.push(`script ${script.outerHTML.slice(0, 80)}`);
  }
  for (const other of root.querySelectorAll("iframe, object, embed, base, form:not([action^='/'])")) {
    if (other.tagName !== "FORM" || other.hasAttribute("action")) found.push(other.tagName);
  }
  return found;
}

/** Notes each thing that runs, or is kept from running by the Content-Security-Policy, in every page from now on. */
export async function watchScripts(page: Page): Promise<{ run: string[] }> {
  const run: string[] = [];
  await page.exposeFunction("octavoNoted", (what: string) => void run.push(`${page.url()} ${what}`));
  page.on("dialog", (dialog) => {
    run.push(`${page.url()} dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const note = (window as unknown as { octavoNoted: (what: string) => void }).octavoNoted;
    document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
      note(`violation ${effectiveDirective} ${blockedURI}`);
    });
  });
  return { run };
}

/** What is unsafe on the page that is open. */
export const unsafeOnPage = (page: Page): Promise<Unsafe> =>
  page.evaluate(`(${unsafeIn})(document)`) as Promise<Unsafe>;

/** How many elements of a kind the HTML of these addresses has. */
export function countAt(page: Page, paths: string[], selector: string): Promise<number> {
  const script = `(async (paths, selector) => {
    const ask = async (path) => {
      const html = await (await fetch(path)).text();
      return new DOMParser().parseFromString(html, "text/html").querySelectorAll(selector).length;
    };
    return (await Promise.all(paths.map(ask))).reduce((sum, count) => sum + count, 0);
  })(${JSON.stringify(paths)}, ${JSON.stringify(selector)})`;
  return page.evaluate(script) as Promise<number>;
}

/** What is unsafe in the HTML of these addresses, parsed by the browser that has the page open. */
export function unsafeAt(page: Page, paths: string[]): Promise<Unsafe> {
  const script = `(async (paths) => {
    const unsafeIn = ${unsafeIn};
    const ask = async (path) => {
      const html = await (await fetch(path)).text();
      const parsed = new DOMParser().parseFromString(html, "text/html");
      return unsafeIn(parsed).map((fault) => path + " " + fault);
    };
    return (await Promise.all(paths.map(ask))).flat();
  })(${JSON.stringify(paths)})`;
  return page.evaluate(script) as Promise<Unsafe>;
}
