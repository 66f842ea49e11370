import type { Page } from "playwright-core";

/** What a page must not contain: foreign scripts, event handlers in attributes, URLs that run scripts. */
export type Unsafe = string[];

/** Runs in the browser. @param root the page itself, or one that was parsed */
function unsafeIn(root: Document): string[] {
  const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background"];
  // The browser's own parser, which knows every spelling of such a URL.
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
    const isOurs = /^\/(_next\/|head\.js$)/.test(script.getAttribute("src") ?? "");
    if (!isOurs && !/^application\/(ld\+)?json$/.test(script.type))
      found.push(`script ${script.outerHTML.slice(0, 80)}`);
  }
  for (const other of root.querySelectorAll("iframe, object, embed, base, form:not([action^='/'])")) {
    if (other.tagName !== "FORM" || other.hasAttribute("action")) found.push(other.tagName);
  }
  return found;
}

/** Records scripts that run, and violations of the Content-Security-Policy, on every page that is opened from now on. */
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

/** Unsafe elements and attributes of the open page. */
export const unsafeOnPage = (page: Page): Promise<Unsafe> =>
  page.evaluate(`(${unsafeIn})(document)`) as Promise<Unsafe>;

/** Counts the elements that match a selector in the HTML of these paths. */
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

/** Unsafe elements and attributes in the HTML of these paths, parsed by the browser. */
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
