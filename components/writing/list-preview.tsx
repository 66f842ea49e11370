// Loaded with the panel to publish.
import { type RefObject, useEffect, useState } from "react";
import { PostItem } from "#components/posts/post-item";
import { useSite } from "#components/site/site-context";
import { readFormValues } from "#lib/client/form-values";
import { useAccount } from "#lib/client/use-account";
import { coverOf, useImage } from "#lib/client/use-image";
import { baseDirection } from "#lib/shared/direction";
import { parseText, TEXT_FIELDS } from "#lib/shared/post-fields";
import type { PostFormValues } from "#lib/shared/post-form";
import type { PostSummary } from "#lib/shared/post-summary";
import type { Post } from "#lib/shared/posts";
import { readingMinutes } from "#lib/shared/reading-time";
import { postSlug } from "#lib/shared/slug";
import { fromLocalTime } from "#lib/shared/time-zone";
import { truncate } from "#lib/shared/truncate";
import { SharePreview } from "./share-preview.tsx";

/** What is read of the form in a pause of this length, in milliseconds. */
const PAUSE_MS = 150;
/** What an excerpt leaves out (lib/server/rendering/excerpt.ts). */
const NO_PROSE = ".part,h1,h2,h3,h4,h5,h6,summary,pre,table,.code,.notes,.note-call,.alert-title,.video [lang]";

/** The beginning of a rendered text as prose. */
function excerptOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(NO_PROSE)) element.remove();
  return truncate(body.textContent, TEXT_FIELDS.excerpt.max);
}

type Props = {
  form: RefObject<HTMLFormElement | null>;
  /** The rendered content. */
  html: string;
  /** The post as it is stored; undefined for a new one. */
  post: Pick<Post, "author" | "publishedAt"> | undefined;
};

/** The post as lists will show it, with date, title, excerpt and tags, and as its link will be shared. Nothing in it can be followed. */
export function ListPreview({ form, html, post }: Props) {
  const site = useSite();
  const { session } = useAccount();
  const [values, setValues] = useState<PostFormValues>();
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    let timer = 0;
    const read = () => setValues(readFormValues(element));
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(read, PAUSE_MS);
    };
    read();
    element.addEventListener("input", later);
    return () => {
      window.clearTimeout(timer);
      element.removeEventListener("input", later);
    };
  }, [form]);
  const text = values && parseText(values);
  const { image } = useImage(text?.cover?.image);
  if (!values || !text) return null;
  const { cover, excerpt, language, slug, tags, title } = text;
  const now = new Date().toISOString();
  const dates = {
    published: post?.publishedAt ?? now,
    scheduled: fromLocalTime(values.publishAt, site.timeZone) ?? now,
  };
  const account = session?.account;
  const item: PostSummary = {
    id: "0",
    title: title.trim() || "Title",
    excerpt: excerpt.trim() || excerptOf(html),
    slug: slug || postSlug(title),
    tags,
    language: language || null,
    direction: baseDirection({ title, content: values.content, language: language || null }),
    status: values.publication === "draft" ? "draft" : "published",
    author: post ? post.author : account ? { id: account.id, name: account.name, slug: "" } : null,
    publishedAt: values.publication === "draft" ? null : dates[values.publication],
    updatedAt: now,
    readingMinutes: readingMinutes(values.content),
    cover: coverOf(cover, image),
  };
  return (
    <>
      <div>
        <p className="font-medium">In lists</p>
        <div inert className="mt-2 [&_.sheet]:block">
          <PostItem post={item} />
        </div>
      </div>
      <SharePreview
        title={item.title}
        description={item.excerpt}
        author={item.author?.name ?? ""}
        site={site.title}
        cover={item.cover}
      />
    </>
  );
}
