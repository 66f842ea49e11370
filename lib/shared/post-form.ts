import {
  completeText,
  formatField,
  mapTextFields,
  type PostText,
  parseText,
  type TextChanges,
  type TextFieldName,
} from "./post-fields.ts";
import type { NewPostInput, Post } from "./posts.ts";

/** The choices of the form. A scheduled post is a published one whose date is in the future. */
export const PUBLICATIONS = ["published", "draft", "scheduled"] as const;
export type Publication = (typeof PUBLICATIONS)[number];

/** The values of the editor's form, posted by a browser or read by a script. `publishAt` is a datetime-local. */
export type PostFormValues = Record<TextFieldName, string> & { publication: Publication; publishAt: string };

/** The form of a new post. */
export const EMPTY_FORM: PostFormValues = {
  ...mapTextFields(() => ""),
  publication: "published",
  publishAt: "",
};

/** A time (RFC 3339, UTC) as the value of a datetime-local field. */
const toDatetimeLocal = (time: string) => time.slice(0, 16);

/** Whether a post is published, scheduled or a draft at the time `now`, in milliseconds since 1970. */
export function getPublication(
  { status, publishedAt }: Pick<Post, "status" | "publishedAt">,
  now: number,
): Publication {
  if (status === "draft" || publishedAt === null) return "draft";
  return Date.parse(publishedAt) > now ? "scheduled" : "published";
}

/** What the form shows of a post. */
type EditablePost = TextChanges & Pick<Post, "status" | "publishedAt">;

/** The form of an existing post. @param post derived fields are empty where they are generated */
export function toFormValues(post: EditablePost, now: number): PostFormValues {
  const { publishedAt } = post;
  const text = completeText(post);
  const publication = getPublication(post, now);
  const publishAt = publication === "scheduled" && publishedAt ? toDatetimeLocal(publishedAt) : "";
  return { ...mapTextFields((name) => formatField(name, text)), publication, publishAt };
}

/** Parses a datetime-local to RFC 3339, UTC. @param zone "Z", or empty for the local zone. @returns an invalid one unchanged */
function parseDatetimeLocal(local: string, zone: "" | "Z"): string {
  const time = Date.parse(`${local}${zone}`);
  return Number.isNaN(time) ? local : new Date(time).toISOString();
}

type PublicationValues = Partial<Pick<PostFormValues, "publication" | "publishAt">>;

function parsePublication({ publication, publishAt = "" }: PublicationValues, zone: "" | "Z") {
  if (publication === "draft") return { status: "draft" } as const;
  if (publication !== "scheduled") return { status: "published", publishedAt: null } as const;
  return { status: "published", publishedAt: parseDatetimeLocal(publishAt, zone) } as const;
}

/** The form as the input of POST, unchecked. @param zone of `publishAt`: "Z", or empty for the local zone */
export function parseFormValues(values: Partial<PostFormValues>, zone: "" | "Z"): NewPostInput & PostText {
  return { ...parseText(values), ...parsePublication(values, zone) };
}

/** The error of a form that schedules without a date, or with one in the past. */
export function scheduleError(
  { publication, publishAt = "" }: PublicationValues,
  zone: "" | "Z",
  now: number,
): string | undefined {
  if (publication !== "scheduled") return undefined;
  const time = Date.parse(`${publishAt}${zone}`);
  if (Number.isNaN(time)) return "Choose a date and a time";
  return time > now ? undefined : "Choose a moment that lies ahead";
}
