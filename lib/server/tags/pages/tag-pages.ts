import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { allowEditor } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { countPublic, listTags } from "#lib/server/posts/list/counts";
import { deleteTag, renameTag } from "#lib/server/tags/change";
import { findTag, findTagBySlug } from "#lib/server/tags/find";
import type { RejectedForm } from "#lib/shared/forms";
import { TAGS_PAGE_PATH, TAGS_PATH, tagPagePath } from "#lib/shared/owner-paths";
import type { Role } from "#lib/shared/roles";
import { tagKey } from "#lib/shared/tag-names";
import { type TagCount, type TagMerge, TagParams, TagPatch } from "#lib/shared/tags";

type Context = GetServerSidePropsContext;

export type TagsPageProps = { done: string; role: Role; fallback: Record<string, TagCount[]> };

/** Loads the list of tags. */
export async function loadTagsPage(context: Context): Promise<GetServerSidePropsResult<TagsPageProps>> {
  const { denied, role } = await allowEditor(context.req, TAGS_PAGE_PATH);
  if (denied) return denied;
  const fallback = { [TAGS_PATH]: await listTags(await database()) };
  return { props: { done: String(context.query.done ?? ""), role, fallback } };
}

export type TagPageProps = { tag: TagCount; role: Role; merge: TagMerge | null; refused: RejectedForm | null };

/** Form actions of the page of a tag. Each does the same as a method of /api/tags/:slug. */
function handleTagForm({ req, res }: Context, slug: string) {
  return handleFormPost<TagMerge>(
    { req, res },
    {
      async "rename-tag"({ name: typed, isConfirmed }) {
        const db = await database();
        const { name } = parse(TagPatch, { name: typed });
        const existing = await findTag(db, name);
        const isOther = existing !== undefined && existing.slug !== slug && existing.key === tagKey(name);
        if (isOther && isConfirmed !== "true") return { name, into: existing.name };
        await renameTag(db, slug, name);
        return `${TAGS_PAGE_PATH}?done=${isOther ? "merge" : "rename"}`;
      },
      async "delete-tag"() {
        await deleteTag(await database(), slug);
        return `${TAGS_PAGE_PATH}?done=delete`;
      },
    },
  );
}

/** Loads the page of a tag; a former slug redirects to the current one. */
export async function loadTagPage(context: Context): Promise<GetServerSidePropsResult<TagPageProps>> {
  const slug = String(context.params?.slug);
  const { denied, role } = await allowEditor(context.req, tagPagePath(slug));
  if (denied) return denied;
  const db = await database();
  const found = TagParams.safeParse({ slug }).success ? await findTagBySlug(db, slug) : undefined;
  if (!found) return { notFound: true };
  if (found.slug !== slug) return { redirect: { destination: tagPagePath(found.slug), permanent: false } };
  const outcome = await handleTagForm(context, slug);
  if ("redirect" in outcome) return outcome;
  const tag = { tag: found.name, slug, count: await countPublic(db, { kind: "tag", name: found.key }, Date.now()) };
  return { props: { tag, role, merge: outcome.data, refused: outcome.refused } };
}
