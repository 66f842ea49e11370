import { useState } from "react";
import useSWR from "swr";
import { useSite } from "#components/site/site-context";
import { Button } from "#components/ui/button";
import { api } from "#lib/client/api";
import type { ApiError } from "#lib/client/request";
import { formatDate } from "#lib/shared/dates";
import { thumbnailPath } from "#lib/shared/image-paths";
import type { ImageListItem } from "#lib/shared/images";
import { imagesPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";

type Props = {
  /** The id of the chosen image. */
  chosen: string | undefined;
  onChoose: (id: string) => void;
};

/** A page of the writer's images, the newest first. */
function CoverChoices({ chosen, onChoose }: Props) {
  const site = useSite();
  const [after, setAfter] = useState<string>();
  const { data, error } = useSWR<Page<ImageListItem>, ApiError>(imagesPath(after), api.getPage<ImageListItem>);
  if (error) return <p className="text-note text-ink-soft">{`Not loaded: ${error.message}.`}</p>;
  if (!data) return <p className="text-note text-ink-soft">Loading…</p>;
  return (
    <>
      {data.items.length === 0 && <p className="text-note text-ink-soft">There are no images yet.</p>}
      <ul className="grid grid-cols-3 gap-2">
        {data.items.map(({ createdAt, height, id, width }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === chosen}
              aria-label={`The image of ${width} × ${height} pixels from ${formatDate(createdAt, site)}`}
              onClick={() => onChoose(id)}
              className="block w-full cursor-pointer rounded-sm border border-edge bg-wash p-1 hover:border-ink aria-pressed:border-accent aria-pressed:outline-2 aria-pressed:outline-accent"
            >
              <img
                src={thumbnailPath(id, width)}
                alt=""
                width={width}
                height={height}
                loading="lazy"
                className="aspect-square h-auto w-full object-contain"
              />
            </button>
          </li>
        ))}
      </ul>
      {(after !== undefined || data.next !== undefined) && (
        <div className="flex gap-x-4">
          {after !== undefined && (
            <Button variant="text" onClick={() => setAfter(undefined)}>
              Newest images
            </Button>
          )}
          {data.next !== undefined && (
            <Button variant="text" onClick={() => setAfter(data.next)}>
              Older images
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** The images that were uploaded before, folded away. */
export function CoverLibrary(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="w-fit cursor-pointer py-2">Choose one of your images</summary>
      <div className="mt-2 space-y-3">{isOpen && <CoverChoices {...props} />}</div>
    </details>
  );
}
