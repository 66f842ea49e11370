import type { GetServerSideProps } from "next";
import { useState } from "react";
import { AccountLayout } from "#components/accounts/account-layout";
import { OwnerList } from "#components/accounts/owner-list";
import { FormError } from "#components/forms/form-error";
import { ImageItem } from "#components/images/image-item";
import { ImageMarkdownField } from "#components/images/image-markdown-field";
import { UploadForm } from "#components/images/upload-form";
import { Notice } from "#components/ui/notice";
import type { Status } from "#components/ui/status-line";
import { useImages } from "#lib/client/use-images";
import { type ImagesPageProps, loadImagesPage } from "#lib/server/images/pages/images-page";
import { IMAGES_PAGE_PATH } from "#lib/shared/owner-paths";

export const getServerSideProps: GetServerSideProps<ImagesPageProps> = loadImagesPage;

export default function ImagesPage({ after, role, uploaded, refused }: ImagesPageProps) {
  const { images, next, upload, deleteImage } = useImages(after ?? undefined);
  const [status, setStatus] = useState<Status>();
  return (
    <AccountLayout
      title="Images"
      lead={`${role === "owner" || role === "editor" ? "All images of this site" : "The images that you have uploaded"}, and where they are used. An image that no text uses for 30 days is deleted.`}
      viewerRole={role}
    >
      <FormError refused={refused} forms={["delete-image"]} />
      <div className="sheet pb-8">
        <div className="sheet-text space-y-4">
          {uploaded && (
            <Notice kind="success" role="region" aria-label="Uploaded" className="space-y-2">
              <p>
                The image is uploaded. Copy its Markdown into your text, and say between the brackets what it shows.
              </p>
              <ImageMarkdownField url={uploaded} />
            </Notice>
          )}
          <UploadForm
            refused={refused}
            onUpload={async (files, onProgress) => {
              setStatus(undefined);
              const failures = await upload(files, onProgress);
              const count = files.length - failures.length;
              if (count > 0)
                setStatus({ text: count === 1 ? "The image is uploaded." : `${count} images are uploaded.` });
              return failures;
            }}
          />
        </div>
      </div>
      <OwnerList
        name="Images"
        status={status}
        empty={after ? "No more images." : "No images yet."}
        pages={{ path: IMAGES_PAGE_PATH, first: "Newest images", further: "Older images", after, next }}
      >
        {images.map((image) => (
          <li key={image.id} className="sheet border-t border-rule py-6">
            <div className="sheet-text flex flex-wrap items-start gap-x-6 gap-y-3">
              <ImageItem
                image={image}
                onDelete={async () => {
                  const isDeleted = await deleteImage(image.id);
                  setStatus({
                    text: isDeleted ? "The image is deleted." : "Not deleted: a text uses the image since.",
                  });
                }}
              />
            </div>
          </li>
        ))}
      </OwnerList>
    </AccountLayout>
  );
}
