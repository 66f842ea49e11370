import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { getOrigin } from "#lib/server/origin";
import { denyPage, loadEditablePost } from "#lib/server/posts/pages/edit-access";
import { toPost } from "#lib/server/posts/row";
import { isPublic } from "#lib/server/posts/rules";
import { createPreviewLink, listPreviewLinks, revokePreviewLink } from "#lib/server/preview-links/preview-links";
import type { Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import type { Post } from "#lib/shared/posts";
import { previewLinksPagePath, previewLinksPath } from "#lib/shared/preview-link-paths";
import { NewPreviewLink, type PreviewLink, type PreviewLinkWithUrl } from "#lib/shared/preview-links";

/** Form actions of the page. Each does the same as a method below /api/posts/:id/preview-links. */
function handlePreviewLinkForm({ req, res, params }: GetServerSidePropsContext, viewer: Viewer) {
  return handleFormPost<PreviewLinkWithUrl>(
    { req, res },
    {
      async "preview-link"({ days }) {
        const input = parse(NewPreviewLink, { days: days === undefined ? undefined : Number(days) });
        return createPreviewLink(await database(), params?.id, input, viewer, getOrigin(req));
      },
      async "revoke-preview-link"({ id = "" }) {
        await revokePreviewLink(await database(), params?.id, id, viewer);
        return `${previewLinksPagePath(String(params?.id))}?done=revoke`;
      },
    },
    viewer.id,
  );
}

type Props = {
  /** Null if the viewer may not edit it. */
  post: (Pick<Post, "id" | "title" | "slug"> & { isPublic: boolean }) | null;
  /** A link is shown once, in the response to the POST. */
  created: PreviewLinkWithUrl | null;
  isRevoked: boolean;
  refused: RejectedForm | null;
  fallback: Record<string, PreviewLink[]>;
};

/** The getServerSideProps of the page of the preview links of a post. */
export const getPreviewLinksPageProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await handlePreviewLinkForm(context, await authenticatePage(context.req));
  if ("redirect" in outcome) return outcome;
  const { data: created, isPosted, refused } = outcome;
  const { post: row, refusal } = await loadEditablePost(context);
  const props = { created, isRevoked: !isPosted && context.query.done === "revoke", refused };
  if (!row) return denyPage(context, refusal, "preview/links", { ...props, post: null, fallback: {} });
  const { id, slug, title } = toPost(row, getOrigin(context.req));
  const links = await listPreviewLinks(await database(), row);
  return {
    props: {
      ...props,
      post: { id, slug, title, isPublic: isPublic(row, Date.now()) },
      fallback: { [previewLinksPath(id)]: links },
    },
  };
};
