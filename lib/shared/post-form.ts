import type { NewPostInput, Post } from "./posts.ts";

/** What can become of a text when it is saved. A scheduled post is a published one whose date lies ahead. */
export const PUBLICATIONS = ["published", "draft", "scheduled"] as const;
export type Publication = (typeof PUBLICATIONS)[number];

/** The editor's form as text, whether a browser posts it or a script reads it. `publishAt` is a datetime-local. */
export type PostFormValues = {
  title: string;
  content: string;
  tags: string;
  excerpt: string;
  publication: Publication;
  publishAt: string;
};

/** What the editor starts with where there is nothing yet. */
export const EMPTY_FORM: PostFormValues = {
  title: "",
  content: "",
  tags: "",
  excerpt: "",
  publication: "published",
  publishAt: "",
};

/** The part of a moment (RFC 3339, UTC) that a datetime-local field takes. */
const minuteOf = (moment: string) => moment.slice(0, 16);

/** Whether a post is out, a draft or scheduled at the moment `now`, in milliseconds since 1970. */
export function getPublication(
  { status, publishedAt }: Pick<Post, "status" | "publishedAt">,
  now: number,
): Publication {
  if (status === "draft" || publishedAt === null) return "draft";
  return Date.parse(publishedAt) > now ? "scheduled" : "published";
}

/** The form of a post that is there. @param excerpt the author's own, empty where it is made from the content */
export function toFormValues(post: Post, excerpt: string, now: number): PostFormValues {
  const { content, publishedAt, tags, title } = post;
  const publication = getPublication(post, now);
  const publishAt = publication === "scheduled" && publishedAt ? minuteOf(publishedAt) : "";
  return { title, content, tags: tags.join(", "), excerpt, publication, publishAt };
}

/** A datetime-local in RFC 3339, UTC. @param zone "Z", or empty for the zone this runs in. @returns what is no moment as it is */
function momentOf(local: string, zone: "" | "Z"): string {
  const time = Date.parse(`${local}${zone}`);
  return Number.isNaN(time) ? local : new Date(time).toISOString();
}

function datesOf(said: Partial<PostFormValues>, zone: "" | "Z"): Pick<NewPostInput, "status" | "publishedAt"> {
  if (said.publication === "draft") return { status: "draft" };
  if (said.publication !== "scheduled") return { status: "published", publishedAt: null };
  return { status: "published", publishedAt: momentOf(said.publishAt ?? "", zone) };
}

/** What the form asks to be stored. A browser that posts a form sends line ends as CR and LF; a text is kept with LF. */
export function parseFormValues(said: Partial<PostFormValues>, zone: "" | "Z"): NewPostInput {
  const { title = "", content = "", tags = "", excerpt = "" } = said;
  return {
    title,
    content: content.replaceAll("\r\n", "\n"),
    tags: tags
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
    excerpt,
    ...datesOf(said, zone),
  };
}

/** What is wrong with the date of a form that schedules: none, or one that has passed. */
export function scheduleError(said: Partial<PostFormValues>, zone: "" | "Z", now: number): string | undefined {
  if (said.publication !== "scheduled") return undefined;
  const time = Date.parse(`${said.publishAt ?? ""}${zone}`);
  if (Number.isNaN(time)) return "Choose a date and a time";
  return time > now ? undefined : "Choose a moment that lies ahead";
}
