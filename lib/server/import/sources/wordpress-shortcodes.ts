import { type ImageReference, type Note, note } from "../record.ts";
import { count } from "../text.ts";

// Each ends where the next one begins, so that the time is linear where none is closed.
const CAPTION =
  /\[caption[^[\]]*\]\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*<\/a>)?)((?:(?!\[\/?caption\b)[\s\S])*)\[\/caption\]/g;
const CODE = /\[(code|sourcecode|cc)\b([^[\]]*)\]((?:(?!\[\/?\1\b)[\s\S])*)\[\/\1\]/g;
const EMBED = /\[embed\b[^[\]]*\]\s*(https?:\/\/[^\s[]+)\s*\[\/embed\]/g;
const MEDIA =
  /\[(audio|video)\b[^[\]]{0,500}?\b(?:src|mp3|m4a|ogg|wav|flac|mp4|m4v|webm|ogv)\s*=\s*["']?(https?:\/\/[^\s"'[\]]+)(?:[\s"'][^[\]]*)?\](?:\s*\[\/\1\])?/g;
const GALLERY = /\[gallery\b([^[\]]*)\]/g;

const escapeHtml = (text: string) =>
  text
    .replace(/&(?!#?\w+;)/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
const escapeAttribute = (text: string) => escapeHtml(text).replace(/"/g, "&quot;");

function codeHtml(_all: string, _name: string, attributes: string, code: string): string {
  const [, language = ""] = /\b(?:lang(?:uage)?)\s*=\s*["']?([\w+#-]+)/.exec(attributes) ?? [];
  return `\n\n<pre><code${language && ` class="language-${language}"`}>${escapeHtml(code.replace(/^\r?\n|\r?\n$/g, ""))}</code></pre>\n\n`;
}

/** Converts the shortcodes of WordPress itself that stand for HTML: captions, code, embeds, media and galleries. All others stay. */
export function convertShortcodes(
  content: string,
  images: ReadonlyMap<string, ImageReference>,
): { html: string; galleryNotes: Note[] } {
  const galleryNotes: Note[] = [];
  const html = content
    .replace(CODE, codeHtml)
    .replace(
      CAPTION,
      (_all, image: string, caption: string) => `<figure>${image}<figcaption>${caption.trim()}</figcaption></figure>`,
    )
    .replace(EMBED, (_all, url: string) => `<p><a href="${url}">${url}</a></p>`)
    .replace(MEDIA, (_all, _name, url: string) => `<a href="${url}">${url}</a>`)
    .replace(GALLERY, (shortcode, attributes: string) => {
      const [, ids = ""] = /\bids\s*=\s*["']?([\d,\s]+)/.exec(attributes) ?? [];
      const found = ids.split(",").flatMap((id) => images.get(id.trim()) ?? []);
      if (found.length === 0) return shortcode;
      const missing = ids.split(",").length - found.length;
      if (missing > 0)
        galleryNotes.push(note("left-out", `${count(missing, "image")} of a gallery, which the export does not have`));
      const tags = found.map(({ alt, src }) => `<img src="${escapeAttribute(src)}" alt="${escapeAttribute(alt)}">`);
      return `<figure>${tags.join("")}</figure>`;
    });
  return { html, galleryNotes };
}
