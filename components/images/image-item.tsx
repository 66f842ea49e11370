import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DateText } from "#components/site/date-text";
import { thumbnailPath, usualImagePath } from "#lib/shared/image-paths";
import type { ImageListItem } from "#lib/shared/images";
import { ImageMarkdownField } from "./image-markdown-field.tsx";
import { ImageUses } from "./image-uses.tsx";

type Props = {
  image: ImageListItem;
  /** Deletes it; an ApiError is shown. */
  onDelete: () => Promise<void>;
};

const MEGABYTE = 1_000_000;
const sizeOf = (bytes: number) =>
  bytes < MEGABYTE ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;

/** An image of the library: what it is, where it is used, its Markdown, and a button to delete it if it is unused. */
export function ImageItem({ image, onDelete }: Props) {
  const { bytes, createdAt, height, id, isAnimated, isUsed, uses, url, width } = image;
  const pixels = `${width} × ${height}`;
  return (
    <>
      <a href={url} className="block w-28 shrink-0">
        <img
          src={thumbnailPath(id, width)}
          alt={`${pixels} pixels, in full size`}
          width={width}
          height={height}
          loading="lazy"
          className="max-h-28 w-full rounded-sm bg-wash object-contain"
        />
      </a>
      <div className="min-w-0 grow basis-56 space-y-2">
        <p className="text-note text-ink-soft">
          {pixels} pixels, {sizeOf(bytes)}
          {isAnimated && ", animated"}, <DateText value={createdAt} />
        </p>
        <ImageUses uses={uses} />
        <ImageMarkdownField url={usualImagePath(id, width)} />
      </div>
      {!isUsed && (
        <ConfirmedForm
          name="delete-image"
          id={id}
          label={
            <>
              Delete<span className="sr-only"> the image of {pixels} pixels</span>
            </>
          }
          title="Delete this image?"
          action="Delete image"
          failure="Not deleted"
          onConfirm={onDelete}
        >
          <p>No text of this site uses it. Pages elsewhere that show it will show a gap.</p>
        </ConfirmedForm>
      )}
    </>
  );
}
