import { FOOTNOTE } from "#lib/shared/html-to-markdown/data-attributes";
import { create, elementsOf, remove, replace } from "#lib/shared/html-to-markdown/dom";

const fragmentOf = (link: Element) => {
  const href = link.getAttribute("href") ?? "";
  if (!href.startsWith("#")) return undefined;
  try {
    return decodeURIComponent(href.slice(1));
  } catch {
    return href.slice(1);
  }
};

/** The ids of an element and of those that it is alone in. */
function idsAround(element: Element): Set<string> {
  const ids = new Set<string>();
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at !== element && at.localName !== "sup" && at.localName !== "span") break;
    if (at.id !== "") ids.add(at.id);
    const name = at.getAttribute("name");
    if (name) ids.add(name);
  }
  return ids;
}

/** Removes an element, and those around it that are empty then. */
function removeWithParents(element: Element): void {
  const parent = element.parentElement;
  remove(element);
  if (!parent || parent.localName === "body" || parent.textContent?.trim() !== "") return;
  removeWithParents(parent);
}

/**
 * Finds footnotes: a link leads to an item of a list, or to a block of class `footnotes`, and a link in that leads back to it.
 * Replaces each reference by an element with FOOTNOTE, and removes the footnotes from the text.
 * @returns the footnotes by their labels
 */
export function takeFootnotes(body: HTMLElement): Map<string, HTMLElement> {
  const links = elementsOf(body, "a[href^='#']");
  const byId = new Map(elementsOf(body, "[id]").map((element) => [element.id, element]));
  const labels = new Map<HTMLElement, string>();
  for (const link of links) {
    const note = byId.get(fragmentOf(link) ?? "");
    if (!note || note.contains(link)) continue;
    if (note.localName !== "li" && !note.closest(".footnotes, .footnote")) continue;
    const around = idsAround(link);
    const back = elementsOf(note, "a[href^='#']").filter((other) => around.has(fragmentOf(other) ?? ""));
    if (back.length === 0) continue;
    const label = labels.get(note) ?? String(labels.size + 1);
    labels.set(note, label);
    for (const other of back) remove(other);
    const sup = link.closest("sup");
    replace(sup && !sup.contains(note) ? sup : link, create(body, "span", { [FOOTNOTE]: label }, `[${label}]`));
  }
  if (labels.size > 0) for (const rule of elementsOf(body, "hr.footnotes-sep")) remove(rule);
  for (const note of labels.keys()) {
    const section = note.closest(".footnotes, section");
    removeWithParents(note);
    if (section?.parentNode && section.textContent?.trim() === "") remove(section);
  }
  return new Map([...labels].map(([note, label]) => [label, note]));
}
