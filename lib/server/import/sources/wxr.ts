import { Parser } from "htmlparser2";
import { ImportRefused, ITEM_BYTES_MAX } from "../record.ts";

/** The fields of an item that are read: by element name, each with the texts of that name. */
export type WxrItem = {
  line: number;
  fields: Map<string, string[]>;
  categories: { domain: string; name: string }[];
  meta: Map<string, string[]>;
  comments: number;
  /** Whether tags in it are missing or superfluous. */
  isMalformed: boolean;
};

/** What is read; the last event of a file that is cut off has the line at which it ends. */
export type WxrEvent =
  | { channel: Map<string, string> }
  | { item: WxrItem }
  | { author: Map<string, string> }
  | { cutOffAt: number };

/** Elements whose text is read, wherever they are: in XML that is not well-formed, depth says nothing. */
const FIELDS = new Set(
  (
    "title link guid description pubDate dc:creator content:encoded excerpt:encoded wp:post_id wp:post_date wp:post_date_gmt " +
    "wp:post_modified wp:post_modified_gmt wp:status wp:post_type wp:post_name wp:post_password wp:attachment_url wp:meta_key " +
    "wp:meta_value wp:base_blog_url wp:base_site_url wp:author_login wp:author_email wp:author_display_name category language"
  ).split(" "),
);

/** Texts of an item that may be long. Of others so many UTF-16 units are read. */
const LONG = new Set(["content:encoded", "excerpt:encoded", "wp:meta_value", "description"]);
const SHORT_MAX = 10_000;

const newItem = (line: number): WxrItem => ({
  line,
  fields: new Map(),
  categories: [],
  meta: new Map(),
  comments: 0,
  isMalformed: false,
});

function add(texts: Map<string, string[]>, name: string, text: string): void {
  const present = texts.get(name) ?? [];
  present.push(text);
  texts.set(name, present);
}

/** Reads the events of a stream of WXR. XML that is not well-formed is read on: an item that misses its end tag ends with the next. */
export async function* readWxr(file: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WxrEvent> {
  const events: WxrEvent[] = [];
  const channel = new Map<string, string>();
  let item: WxrItem | undefined;
  let author: Map<string, string> | undefined;
  let isChannelSent = false;
  let field = "";
  let text = "";
  let domain = "";
  let metaKey = "";
  let isInComment = false;
  let isComplete = false;
  /** Lines before the chunk that is being parsed. */
  let lines = 1;
  let chunkStart = 0;
  let chunk = "";
  /** Bytes since the last tag. */
  let unread = 0;

  const lineAt = (index: number) => {
    let line = lines;
    for (let at = chunk.indexOf("\n"); at >= 0 && at < index - chunkStart; at = chunk.indexOf("\n", at + 1)) line += 1;
    return line;
  };

  const endField = () => {
    if (field === "") return;
    const [name, value] = [field, text];
    field = "";
    text = "";
    if (author) author.set(name, value.trim());
    else if (!item) {
      if (!channel.has(name)) channel.set(name, value.trim());
    } else if (isInComment) return;
    else if (name === "category") item.categories.push({ domain, name: value.trim() });
    else if (name === "wp:meta_key") metaKey = value.trim();
    else if (name === "wp:meta_value") add(item.meta, metaKey, value);
    else add(item.fields, name, value);
  };
  const endItem = () => {
    endField();
    if (item) events.push({ item });
    item = undefined;
    isInComment = false;
  };
  const startItem = (index: number) => {
    if (!isChannelSent) events.push({ channel });
    isChannelSent = true;
    if (item) {
      item.isMalformed = true;
      endItem();
    }
    item = newItem(lineAt(index));
  };

  const parser: Parser = new Parser(
    {
      onopentag(name, attributes) {
        unread = 0;
        if (name === "item") startItem(parser.startIndex);
        else if (name === "wp:author" && !item) author = new Map();
        else if (name === "wp:comment") {
          if (item) item.comments += 1;
          isInComment = true;
        } else if (FIELDS.has(name)) {
          if (field !== "" && item) item.isMalformed = true;
          endField();
          field = name;
          domain = attributes.domain ?? "";
        } else if (field !== "" && item) {
          // Markup that should have been escaped.
          item.isMalformed = true;
        }
      },
      ontext(data) {
        if (field === "") return;
        if (text.length + data.length <= (LONG.has(field) ? ITEM_BYTES_MAX : SHORT_MAX)) text += data;
        else if (item) item.isMalformed = true;
      },
      onclosetag(name, isImplied) {
        unread = 0;
        if (isImplied && item && name !== "rss" && name !== "channel") item.isMalformed = true;
        if (name === "rss" && !isImplied) isComplete = true;
        else if (name === "item") endItem();
        else if (name === "wp:comment") isInComment = false;
        else if (name === "wp:author" && author) {
          events.push({ author });
          author = undefined;
        } else if (name === field) endField();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );

  const decoder = new TextDecoder();
  for await (const bytes of chunks) {
    lines += chunk.split("\n").length - 1;
    chunkStart += chunk.length;
    chunk = decoder.decode(bytes, { stream: true });
    parser.write(chunk);
    unread += bytes.length;
    if (unread > 2 * ITEM_BYTES_MAX) {
      throw new ImportRefused(
        `${file} has an element of more than ${(2 * ITEM_BYTES_MAX) / 2 ** 20} MiB that begins at line ${item?.line ?? lines}`,
      );
    }
    yield* events.splice(0);
  }
  parser.write(decoder.decode());
  if (item) (item as WxrItem).isMalformed = true;
  parser.end();
  endItem();
  if (!isChannelSent) events.unshift({ channel });
  if (!isComplete) events.push({ cutOffAt: lineAt(parser.endIndex) });
  yield* events;
}
