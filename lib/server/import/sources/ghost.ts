import { z } from "zod";
import { toMoment } from "#lib/shared/front-matter-data";
import { readText, type SourceFile, type SourceFiles } from "../files.ts";
import { ImportRefused, type Note, note, quoted, type Source, type SourceAuthor, type SourceEntry } from "../record.ts";
import { count, textOfHtml } from "../text.ts";

/** The JSON of an export is parsed as a whole. */
const JSON_BYTES_MAX = 256 * 1024 * 1024;

export const isJson = (path: string) => /\.json$/i.test(path);

const anything = z.unknown().optional();
const text = z.string().nullish().catch(undefined);
const id = z.union([z.string(), z.number()]).transform(String).catch("");
const list = <Schema extends z.ZodType>(schema: Schema) => z.array(schema.nullable().catch(null)).catch([]);

const GhostPost = z.object({
  ...{
    id,
    uuid: text,
    title: text,
    slug: text,
    html: text,
    plaintext: text,
    feature_image: text,
    type: text,
    status: text,
  },
  ...{ visibility: text, locale: text, custom_excerpt: text, canonical_url: text, lexical: text, mobiledoc: text },
  ...{ codeinjection_head: text, codeinjection_foot: text },
  ...{ published_at: anything, updated_at: anything, created_at: anything, page: anything, author_id: id.optional() },
});
type GhostPost = z.infer<typeof GhostPost>;

const Data = z.object({
  posts: list(GhostPost),
  tags: list(z.object({ id, name: text })),
  users: list(z.object({ id, name: text, slug: text, email: text })),
  posts_tags: list(z.object({ post_id: id, tag_id: id, sort_order: z.number().catch(0) })),
  posts_authors: list(z.object({ post_id: id, author_id: id, sort_order: z.number().catch(0) })),
  posts_meta: list(z.looseObject({ post_id: id, feature_image_alt: text, feature_image_caption: text })),
  members: z.array(z.unknown()).catch([]),
});
type Data = z.infer<typeof Data>;

const Export = z.union([z.object({ db: z.tuple([z.object({ data: Data })], z.unknown()) }), z.object({ data: Data })]);

/** Whether the beginning of a file is that of an export of Ghost. */
export const isGhostStart = (start: string) =>
  /^\s*\{\s*"(?:db|meta|data)"/.test(start) && /"(?:db|data)"\s*:/.test(start) && !/"octavo"/.test(start);

async function readExport(file: SourceFile): Promise<Data> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readText(file, JSON_BYTES_MAX));
  } catch (error) {
    if (error instanceof ImportRefused) throw error;
    throw new ImportRefused(`${file.path} is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
  const found = Export.safeParse(parsed).data;
  if (!found) throw new ImportRefused(`${file.path} is no export of Ghost; must have "db" with "data"`);
  return "db" in found ? found.db[0].data : found.data;
}

/** A date of Ghost: RFC 3339, or milliseconds in old exports. */
function moment(value: unknown): string | undefined {
  if (typeof value !== "number") return toMoment(value, "UTC");
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const present = <Row>(rows: (Row | null)[]): Row[] => rows.filter((row) => row !== null);

/** Values by the post they belong to, in their order. */
function byPost<Row extends { post_id: string; sort_order: number }>(rows: (Row | null)[]): Map<string, Row[]> {
  return Map.groupBy(
    present(rows).sort((a, b) => a.sort_order - b.sort_order),
    ({ post_id }) => post_id,
  );
}

function statusNotes({ page, status, type, visibility }: GhostPost): Note[] {
  const notes: Note[] = [];
  if (type === "page" || page === 1 || page === true) notes.push(note("changed", "a page; imported as a draft"));
  if (visibility && visibility !== "public") {
    notes.push(
      note("changed", `for ${visibility === "paid" ? "paying members" : visibility} only; imported as a draft`),
    );
  }
  if (status === "sent") notes.push(note("changed", "sent as an email only; imported as a draft"));
  return notes;
}

/** Fields about a post for search engines and social networks, which Octavo generates. */
const METADATA = ["meta_title", "meta_description", "og_image", "og_title", "og_description"].concat(
  ...["twitter_image", "twitter_title", "twitter_description"],
);

/** What a post has that Octavo has no place for. */
function extraNotes(post: GhostPost, meta: Record<string, unknown> | undefined): Note[] {
  const isSet = (value: unknown) => typeof value === "string" && value.trim() !== "";
  const notes: Note[] = [];
  if (isSet(post.codeinjection_head) || isSet(post.codeinjection_foot)) notes.push(note("left-out", "injected code"));
  const names = METADATA.filter((name) => isSet(meta?.[name]));
  if (names.length > 0)
    notes.push(note("left-out", `fields for search engines and social networks: ${names.join(", ")}`));
  const caption = textOfHtml(String(meta?.feature_image_caption ?? ""));
  if (caption !== "") notes.push(note("left-out", `the caption of its cover: ${quoted(caption)}`));
  return notes;
}

const escapeHtml = (plain: string) => plain.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function bodyOf(post: GhostPost, notes: Note[]): string {
  if (post.html?.trim()) return post.html;
  const plain = post.plaintext?.trim() ?? "";
  if (plain === "" && (post.lexical || post.mobiledoc))
    notes.push(note("left-out", "its text, which the export has in the format of Ghost's editor only"));
  if (plain !== "") notes.push(note("changed", "the export has the plain text only; links and formatting are lost"));
  return plain
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
    .join("");
}

function* entriesOf(data: Data, file: string, site: string | undefined): Generator<SourceEntry> {
  const tags = new Map(present(data.tags).map((tag) => [tag.id, tag.name ?? ""]));
  const users = new Map(
    present(data.users).map((user): [string, SourceAuthor] => [
      user.id,
      {
        name: user.name ?? user.slug ?? user.id,
        aliases: [user.name, user.slug, user.email].filter((alias) => typeof alias === "string"),
      },
    ]),
  );
  const metas = new Map(present(data.posts_meta).map((meta) => [meta.post_id, meta]));
  const [tagsOf, authorsOf] = [byPost(data.posts_tags), byPost(data.posts_authors)];
  // A path of the old site where its URL is not known.
  const absolute = (value: string) => value.replaceAll("__GHOST_URL__", site ?? "");
  for (const [index, post] of data.posts.entries()) {
    if (!post || post.id === "") {
      const leftOut = {
        item: `posts[${index}]`,
        place: { file },
        title: "",
        notes: [note("left-out", "it is malformed")],
      };
      yield { leftOut };
      continue;
    }
    const notes = statusNotes(post);
    const isReadable = (post.status === "published" || post.status === "scheduled") && notes.length === 0;
    const authorIds = authorsOf.get(post.id)?.map(({ author_id }) => author_id) ?? [post.author_id ?? ""];
    const html = absolute(bodyOf(post, notes));
    notes.push(...extraNotes(post, metas.get(post.id)));
    const cover = post.feature_image ? absolute(post.feature_image) : undefined;
    const slug = (post.slug ?? "").toWellFormed();
    yield {
      record: {
        item: `post:${post.uuid || post.id}`,
        place: { file },
        title: textOfHtml(escapeHtml(post.title ?? "")),
        body: { format: "html", text: html },
        isPublished: isReadable,
        publishedAt: moment(post.published_at),
        createdAt: moment(post.created_at) ?? moment(post.published_at),
        updatedAt: moment(post.updated_at),
        authors: authorIds.flatMap((author) => users.get(author) ?? []),
        // Names with a hash are internal, and never shown.
        tags: (tagsOf.get(post.id) ?? [])
          .map(({ tag_id }) => tags.get(tag_id) ?? "")
          .filter((name) => !/^#/.test(name)),
        slug,
        excerpt: post.custom_excerpt ?? undefined,
        canonicalUrl: post.canonical_url ? absolute(post.canonical_url) : undefined,
        language: post.locale ?? undefined,
        cover: cover === undefined ? undefined : { src: cover, alt: metas.get(post.id)?.feature_image_alt ?? "" },
        paths:
          slug === ""
            ? []
            : [`${site ?? ""}/${encodeURIComponent(slug)}/`, `${site ?? ""}/${encodeURIComponent(slug)}/amp/`],
        notes,
      },
    };
  }
  if (data.members.length > 0) {
    const text = `${count(data.members.length, "member")}; Octavo has no memberships`;
    yield { leftOut: { item: "members", place: { file }, title: quoted("Members"), notes: [note("left-out", text)] } };
  }
}

/** An export of Ghost: its JSON, alone or in a zip with the folder `content`. */
export function ghostSource(files: SourceFiles, isExport: (path: string) => boolean, site: string | undefined): Source {
  return {
    kind: "ghost",
    name: "",
    site,
    images: new Map(),
    async *read() {
      for await (const file of files.each(isExport)) yield* entriesOf(await readExport(file), file.path, site);
    },
  };
}
