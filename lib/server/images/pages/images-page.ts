import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { loadList } from "#lib/server/accounts/pages/owner-page";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { isProduction } from "#lib/server/env";
import { handleFilePost, handleFormPost } from "#lib/server/http/form";
import { limitUploads } from "#lib/server/http/rate-limit";
import { requireOwnImage, uploader } from "#lib/server/images/images";
import { listImages } from "#lib/server/images/list";
import type { Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import { usualImagePath } from "#lib/shared/image-paths";
import type { ImageListItem } from "#lib/shared/images";
import { IMAGES_PAGE_PATH, imagesPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import type { Role } from "#lib/shared/roles";

/** Form actions of the page. Each does the same as an endpoint under pages/api/images. */
function handleImagesForm({ req, res }: GetServerSidePropsContext, viewer: Viewer, back: string) {
  if (req.method === "POST" && req.headers["content-type"]?.startsWith("multipart/form-data")) {
    const receive = async (request: Parameters<Parameters<typeof handleFilePost>[1]["receive"]>[0]) => {
      // Lazily loaded, as in the endpoint.
      const [{ receiveUpload }, { storeImage }] = await Promise.all([
        import("#lib/server/images/upload"),
        import("#lib/server/images/store"),
      ]);
      const db = await database();
      const { image } = await receiveUpload(request, (upload) => storeImage(db, upload, uploader(viewer)));
      return `${IMAGES_PAGE_PATH}?${new URLSearchParams({ uploaded: image.id })}`;
    };
    return handleFilePost({ req, res }, { form: "upload-image", limit: limitUploads, receive }, viewer.id);
  }
  return handleFormPost<never>(
    { req, res },
    {
      async "delete-image"({ id = "" }) {
        const { deleteImage } = await import("#lib/server/images/delete");
        await deleteImage(await database(), id, viewer);
        return back;
      },
    },
    viewer.id,
  );
}

/** The URL of the image that a form without JavaScript has just uploaded: it may have been in the list before. */
async function findUploaded({ uploaded }: GetServerSidePropsContext["query"], viewer: Viewer): Promise<string | null> {
  if (typeof uploaded !== "string") return null;
  const { id, width } = await requireOwnImage(await database(), uploaded, viewer);
  return usualImagePath(id, width);
}

export type ImagesPageProps = {
  /** The cursor of this page. */
  after: string | null;
  /** The viewer's: owners and editors see the images of all accounts. */
  role: Role | null;
  /** The URL of an image that a form without JavaScript has just uploaded. */
  uploaded: string | null;
  refused: RejectedForm | null;
  fallback: Record<string, Page<ImageListItem>>;
};

/** Loads a page of the viewer's images; notFound for an invalid cursor. */
export async function loadImagesPage(
  context: GetServerSidePropsContext,
): Promise<GetServerSidePropsResult<ImagesPageProps>> {
  const viewer = await authenticatePage(context.req);
  // As `requireUploader` has it.
  if (!viewer.mayPost || (isProduction && viewer.id === null)) return redirectToSignIn(IMAGES_PAGE_PATH);
  return loadList(context, {
    path: IMAGES_PAGE_PATH,
    handleForm: (back) => handleImagesForm(context, viewer, back),
    async load(cursor) {
      const { items, next } = await listImages(await database(), viewer, cursor === undefined ? {} : { after: cursor });
      const page: Page<ImageListItem> = { items, ...(next !== undefined && { next }) };
      return {
        role: viewer.role,
        uploaded: await findUploaded(context.query, viewer),
        fallback: { [imagesPath(cursor)]: page },
      };
    },
  });
}
