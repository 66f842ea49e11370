// What Ghost, WordPress and their plugins make of HTML elements, as the elements that it stands for.
import {
  childrenOf,
  create,
  elementsOf,
  moveChildren,
  remove,
  replace,
  unwrap,
} from "#lib/shared/html-to-markdown/dom";

type Card = { selector: string; convert(element: HTMLElement, removed: Set<string>): void };

const textOf = (element: ParentNode, selector: string) => element.querySelector(selector)?.textContent?.trim() ?? "";

/** A paragraph for each text that is not empty. */
const paragraphs = (element: Element, texts: string[]) =>
  texts.filter((text) => text !== "").map((text) => create(element, "p", {}, text));

function link(element: Element, href: string, text: string): HTMLElement {
  return create(element, "p", {}, create(element, "a", { href }, text || href));
}

/** What a caption has, as a paragraph in place of it. */
function captionParagraphs(element: Element): HTMLElement[] {
  const caption = element.querySelector("figcaption");
  if (!caption || caption.textContent?.trim() === "") return [];
  const paragraph = create(element, "p");
  moveChildren(caption, paragraph);
  return [paragraph];
}

const CARDS: Card[] = [
  {
    selector: ".kg-bookmark-card",
    convert(card) {
      const href = card.querySelector("a")?.getAttribute("href") ?? "";
      const publisher = ["author", "publisher"].map((name) => textOf(card, `.kg-bookmark-${name}`)).filter(Boolean);
      const texts = [textOf(card, ".kg-bookmark-description"), publisher.join(" · ")];
      const title = link(card, href, textOf(card, ".kg-bookmark-title"));
      replace(card, title, ...paragraphs(card, texts), ...captionParagraphs(card));
    },
  },
  {
    selector: ".kg-toggle-card",
    convert(card) {
      const summary = create(card, "summary", {}, textOf(card, ".kg-toggle-heading-text") || "…");
      const details = create(card, "details", {}, summary);
      const content = card.querySelector(".kg-toggle-content");
      if (content) moveChildren(content, details);
      replace(card, details);
    },
  },
  {
    selector: ".kg-callout-card",
    convert(card) {
      const quote = create(card, "blockquote");
      const [emoji, text] = [textOf(card, ".kg-callout-emoji"), card.querySelector(".kg-callout-text")];
      const paragraph = create(card, "p", {}, emoji === "" ? "" : `${emoji} `);
      moveChildren(text ?? card, paragraph);
      quote.appendChild(paragraph);
      replace(card, quote);
    },
  },
  {
    selector: ".kg-audio-card",
    convert(card) {
      const src = card.querySelector("audio")?.getAttribute("src") ?? "";
      replace(card, link(card, src, textOf(card, ".kg-audio-title")), ...captionParagraphs(card));
    },
  },
  {
    selector: ".kg-video-card",
    convert(card) {
      const src = card.querySelector("video")?.getAttribute("src") ?? "";
      replace(card, link(card, src, ""), ...captionParagraphs(card));
    },
  },
  {
    selector: ".kg-file-card",
    convert(card) {
      const href = card.querySelector("a")?.getAttribute("href") ?? "";
      const details = ["caption", "filename", "filesize"].map((name) => textOf(card, `.kg-file-card-${name}`));
      replace(card, link(card, href, textOf(card, ".kg-file-card-title")), ...paragraphs(card, details));
    },
  },
  {
    // For members, whom Octavo does not have.
    selector: ".kg-signup-card",
    convert(card, removed) {
      removed.add("form to sign up");
      remove(card);
    },
  },
  {
    selector: ".wp-caption",
    convert(caption) {
      const text = caption.querySelector(".wp-caption-text");
      const figure = create(caption, "figure");
      if (text) remove(text);
      moveChildren(caption, figure);
      if (text) {
        const figcaption = create(caption, "figcaption");
        moveChildren(text, figcaption);
        figure.appendChild(figcaption);
      }
      replace(caption, figure);
    },
  },
];

/** Replaces cards by plain elements. @param removed gets the names of those that are left out */
export function convertCards(body: HTMLElement, removed: Set<string>): void {
  for (const { convert, selector } of CARDS) for (const card of elementsOf(body, selector)) convert(card, removed);
}

const EMBEDS = "iframe, video, audio, object, embed";

/** Replaces what is embedded by a link to it. */
export function linkEmbeds(body: HTMLElement): void {
  for (const embed of elementsOf(body, EMBEDS)) {
    if (!embed.parentNode) continue;
    const source = embed.querySelector("source, embed");
    const src =
      embed.getAttribute("src") ??
      embed.getAttribute("data-src") ??
      embed.getAttribute("data") ??
      source?.getAttribute("src");
    if (!src) {
      remove(embed);
      continue;
    }
    // Protocol-relative URLs are those of https today.
    const href = src.startsWith("//") ? `https:${src}` : src;
    replace(embed, create(embed, "a", { href }, embed.getAttribute("title")?.trim() || href));
  }
}

/** Puts the images of a gallery beside each other into paragraphs of their own, and its caption below them. */
export function openGalleries(body: HTMLElement): void {
  for (const figure of elementsOf(body, "figure").reverse()) {
    const images = elementsOf(figure, "img");
    const hasOther = figure.querySelector("table, pre, blockquote, ul, ol, figure, h1, h2, h3, h4, h5, h6");
    if (images.length < 2 && !hasOther) continue;
    for (const list of elementsOf(figure, "ul, li")) if (list.querySelector("img")) unwrap(list);
    for (const caption of childrenOf(figure)) {
      if ((caption as Element).localName !== "figcaption") continue;
      const paragraph = create(figure, "p");
      moveChildren(caption, paragraph);
      replace(caption, paragraph);
    }
    if (!hasOther) {
      for (const image of images) {
        const shown = image.parentElement?.localName === "a" ? image.parentElement : image;
        const paragraph = create(figure, "p");
        shown.parentNode?.insertBefore(paragraph, shown);
        paragraph.appendChild(shown);
      }
    }
    unwrap(figure);
  }
}
