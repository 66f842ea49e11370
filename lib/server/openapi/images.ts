import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { Image, ImageFileParams, ImageListItem, ImageParams, ImagesQuery, ImageWithUses } from "#lib/shared/images";
import { BODY, LIMITS, operation, requestHeaders, success, successText, WRITE } from "./parts.ts";

const security: ZodOpenApiOperationObject["security"] = [{ apiKey: [] }, { session: [] }];
const forUploader = { tags: ["Images"], security };
const { "If-None-Match": ifNoneMatch, "Octavo-Account": account } = requestHeaders;

const Bytes = z.string().meta({ format: "binary" });
const Form = z.object({ file: Bytes.meta({ description: "The image" }) });

/** Paths of images. */
export const imagePaths: ZodOpenApiPathsObject = {
  "/api/images": {
    get: operation({
      ...forUploader,
      operationId: "listImages",
      summary: "List your images",
      description: "The newest first; for the owner and editors, all images of the site. Follow `Link` for more.",
      requestParams: { query: ImagesQuery },
      replies: { "200": success("A page of images", z.array(ImageListItem), ["Link"]) },
      problems: ["unauthenticated"],
    }),
    post: operation({
      ...forUploader,
      operationId: "uploadImage",
      summary: "Upload an image",
      description:
        "JPEG, PNG, WebP, GIF or AVIF, as the body or as the one file of a form. Its pixels are stored as WebP in several widths: upright, in sRGB, without metadata such as the place where a photograph was taken. The same image is stored once.",
      requestParams: { header: z.object({ "Octavo-Account": account }) },
      requestBody: {
        required: true,
        // The form comes first: the API reference shows its field.
        content: { "multipart/form-data": { schema: Form }, "image/*": { schema: Bytes } },
      },
      replies: {
        "200": success("The image, which you have uploaded before", Image, ["Location", ...LIMITS]),
        "201": success("The new image", Image, ["Location", ...LIMITS]),
      },
      problems: [
        ...[...WRITE, ...BODY, "forbidden" as const, "account-changed" as const],
        ...["invalid-image" as const, "storage-full" as const, "storage-unavailable" as const],
      ],
    }),
  },
  "/api/images/{id}": {
    get: operation({
      ...forUploader,
      operationId: "getImage",
      summary: "Get an image of yours, and where it is used",
      description: "Posts and autosaves of other accounts are counted, but not named.",
      requestParams: { path: ImageParams },
      replies: { "200": success("The image", ImageWithUses) },
      problems: ["unauthenticated", "not-found"],
    }),
    delete: operation({
      ...forUploader,
      operationId: "deleteImage",
      summary: "Delete an image of yours",
      description:
        "An image that nothing uses is deleted by itself after 30 days. If another account has uploaded it too, it is deleted from your list only.",
      requestParams: { path: ImageParams, header: z.object({ "Octavo-Account": account }) },
      replies: { "204": success("It is gone", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "account-changed", "not-found", "image-in-use"],
    }),
  },
  "/api/images/files/{file}": {
    get: operation({
      tags: ["Images"],
      security: [{}],
      operationId: "getImageFile",
      summary: "Get a file of an image",
      description: "Also at `/images/{file}`, as in `url`. It never changes.",
      requestParams: { path: ImageFileParams, header: z.object({ "If-None-Match": ifNoneMatch }) },
      replies: {
        "200": successText("The file", "image/webp", ["ETag"], Bytes),
        "304": success("The client has it", undefined, ["ETag"]),
      },
      problems: ["not-found", "storage-unavailable"],
    }),
  },
};
