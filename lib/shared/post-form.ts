import {
  completeText,
  formatField,
  mapTextFields,
  type PostText,
  parseText,
  type TextChanges,
  type TextFieldName,
  type WritableField,
} from "./post-fields.ts";
import type { NewPostInput, Post } from "./posts.ts";
import { fromLocalTime, toLocalTime } from "./time-zone.ts";

/** The choices of the form. A scheduled post is a published one whose date is in the future. */
export const PUBLICATIONS = ["published", "draft", "scheduled"] as const;
export type Publication = (typeof PUBLICATIONS)[number];

/** The values of the editor's form, posted by a browser or read by a script. */
export type PostFormValues = Record<TextFieldName, string> & {
  publication: Publication;
  /** A datetime-local in the site's time zone. */
  publishAt: string;
  /** The exact date of a scheduled post (RFC 3339). It stays while `publishAt` still shows it. */
  scheduledFor: string;
};

/** The form of a new post. */
export const EMPTY_FORM: PostFormValues = {
  ...mapTextFields(() => ""),
  publication: "published",
  publishAt: "",
  scheduledFor: "",
};

/** A time (RFC 3339) as the value of a datetime-local field, to the minute. */
const toDatetimeLocal = (time: string, timeZone: string) => toLocalTime(time, timeZone).slice(0, 16);

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

/** What an editor edits and saves: a post, or the text about the site as one. */
export type EditorPost = Pick<Post, WritableField | "id" | "version">;

/**
 * The form of an existing post.
 * @param post derived fields are empty where they are generated
 * @param timeZone the site's (IANA)
 */
export function toFormValues(post: EditablePost, now: number, timeZone: string): PostFormValues {
  const text = completeText(post);
  const publication = getPublication(post, now);
  const scheduledFor = publication === "scheduled" ? (post.publishedAt ?? "") : "";
  const publishAt = scheduledFor && toDatetimeLocal(scheduledFor, timeZone);
  return { ...mapTextFields((name) => formatField(name, text)), publication, publishAt, scheduledFor };
}

/** The form of a post in the editor. That of a draft begins with “Publish”: saving a draft is another button. */
export function toEditorValues(post: EditablePost, now: number, timeZone: string): PostFormValues {
  const values = toFormValues(post, now, timeZone);
  return values.publication === "draft" ? { ...values, publication: "published" } : values;
}

type PublicationValues = Partial<Pick<PostFormValues, "publication" | "publishAt" | "scheduledFor">>;

/** A date of this form, as the server sent it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The date of a form that schedules, RFC 3339; undefined where there is none. */
function parseSchedule({ publishAt = "", scheduledFor = "" }: PublicationValues, timeZone: string): string | undefined {
  const isTime = TIME.test(scheduledFor) && !Number.isNaN(Date.parse(scheduledFor));
  if (isTime && toDatetimeLocal(scheduledFor, timeZone) === publishAt) return scheduledFor;
  return fromLocalTime(publishAt, timeZone);
}

function parsePublication(values: PublicationValues, timeZone: string) {
  const { publication } = values;
  if (publication === "draft") return { status: "draft" } as const;
  if (publication !== "scheduled") return { status: "published", publishedAt: null } as const;
  return { status: "published", publishedAt: parseSchedule(values, timeZone) ?? values.publishAt } as const;
}

/** The form as the input of POST, unchecked. @param timeZone the site's (IANA) */
export function parseFormValues(values: Partial<PostFormValues>, timeZone: string): NewPostInput & PostText {
  return { ...parseText(values), ...parsePublication(values, timeZone) };
}

/** The error of a form that schedules without a date, or with one in the past. @param timeZone the site's (IANA) */
export function scheduleError(values: PublicationValues, timeZone: string, now: number): string | undefined {
  if (values.publication !== "scheduled") return undefined;
  const time = parseSchedule(values, timeZone);
  if (time === undefined) return "Choose a date and a time";
  return Date.parse(time) > now ? undefined : "Choose a moment that lies ahead";
}
