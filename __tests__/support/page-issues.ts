import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

/** Evaluated by the DevTools protocol, to which the Content-Security-Policy does not apply. */
const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

type AxeResult = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };

const RULES = {
  /** WCAG 2.2 AA, and axe's best practices. */
  all: {
    type: "tag",
    values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
  },
  /** The rules about colours, for a page of which only the colours have changed. */
  colours: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
  /** WCAG AAA, for `prefers-contrast: more`. */
  contrast: { type: "rule", values: ["color-contrast-enhanced"] },
};

/** Issues that axe-core finds on the open page. */
export async function axeViolations(page: Page, rules: keyof typeof RULES = "all"): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const options = { runOnly: RULES[rules], resultTypes: ["violations"] };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResult;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Runs in the browser: elements that overflow the viewport, are clipped, or overlap others. */
function misplaced(): string[] {
  const found: string[] = [];
  const root = document.documentElement;
  // Fixed elements overlap others only for some scroll positions: they are checked at the top of the page.
  scrollTo(0, 0);
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} of ${root.clientWidth} wide`);
  const name = (element: Element) => element.outerHTML.slice(0, 120);
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element);
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
    const isMeantToBeCut = webkitLineClamp !== "none" || clientWidth <= 1;
    if (isMeantToBeCut || element.matches("input, textarea, select")) continue;
    if (["hidden", "clip"].includes(overflowX) && scrollWidth > clientWidth + 1)
      found.push(`cut off: ${name(element)}`);
    if (["hidden", "clip"].includes(overflowY) && scrollHeight > clientHeight + 1)
      found.push(`cut off: ${name(element)}`);
  }
  /** The nearest element around it that is positioned by what is visible of the page or of a box in it. */
  function floating(element: Element | null): Element | null {
    const isFloating = element && ["fixed", "sticky"].includes(getComputedStyle(element).position);
    return !element || isFloating ? element : floating(element.parentElement);
  }
  // An open dialog overlaps everything, as it should, and so does the editor's panel.
  const scope =
    document.querySelector("dialog[open]") ?? document.querySelector("details[data-panel][open]") ?? document;
  const controls = [...scope.querySelectorAll("a, button, input, textarea, h1, h2, h3")];
  const seen = controls.filter((element) => element.checkVisibility() && !element.closest(".sr-only"));
  const boxes = seen.flatMap((element) => [...element.getClientRects()].map((box) => ({ element, box })));
  for (const [place, { element, box }] of boxes.entries()) {
    for (const other of boxes.slice(place + 1)) {
      const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (width <= 2 || height <= 6) continue;
      if (element.contains(other.element) || other.element.contains(element)) continue;
      // What floats lies over what is scrolled below it, as the editor's bar does on a phone.
      if (floating(element) === floating(other.element))
        found.push(`${name(element)} lies over ${name(other.element)}`);
    }
  }
  return found;
}

/** Elements of the open page that overflow the viewport, are clipped, or overlap others. */
export const layoutIssues = (page: Page): Promise<string[]> => page.evaluate(misplaced);

/** Runs in the browser: words of two elements that touch where no style sheet is applied, as in a text browser or a reader mode. */
function glued(): string[] {
  const INLINE = "a, b, bdi, button, code, em, i, label, mark, s, small, span, strong, sub, sup, time";
  const found: string[] = [];
  let before: { node: Text; text: string } | undefined;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  /** The element whose children `node` and `other` are in, each in one of its own. */
  const between = (node: Text, other: Text) => {
    const range = document.createRange();
    range.setStart(node, 0);
    range.setEnd(other, 0);
    return range.commonAncestorContainer as Element;
  };
  const parentsWithin = (node: Node, within: Element) => {
    const parents: Element[] = [];
    for (let at = node.parentElement; at && at !== within; at = at.parentElement) parents.push(at);
    return parents;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element && !node.matches(INLINE)) before = undefined;
    if (!(node instanceof Text) || !node.nodeValue || node.parentElement?.closest("script, noscript, style, .prose"))
      continue;
    const text = node.nodeValue;
    if (before && /\S$/.test(before.text) && /^[\p{L}\p{N}]/u.test(text)) {
      const common = between(before.node, node);
      const [one, other] = [parentsWithin(before.node, common), parentsWithin(node, common)];
      const isSpread = [...one, ...other].some((parent) => getComputedStyle(parent).display !== "inline");
      if (isSpread && [...one, ...other].every((parent) => parent.matches(INLINE)))
        found.push(`nothing stands between “${before.text.slice(-20)}” and “${text.slice(0, 20)}”`);
    }
    before = { node, text };
  }
  return found;
}

/** Words of the open page that run together where no style sheet is applied. */
export const textFaults = (page: Page): Promise<string[]> => page.evaluate(glued);

/** Multiplies the size of text, as the setting of a browser does. */
export async function enlargeText(page: Page, times: number): Promise<void> {
  await page.evaluate((percent) => {
    document.documentElement.style.fontSize = `${percent}%`;
  }, times * 100);
}
