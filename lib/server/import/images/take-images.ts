import { destination } from "#lib/shared/html-to-markdown/converter";
import { imagePath } from "#lib/shared/image-paths";
import { type Note, note, type SourceRecord } from "../record.ts";
import type { Converted, StoredImages } from "../to-draft.ts";
import type { ImageFinder } from "./find-image.ts";
import type { ImageOutcome, ImageStore } from "./store-images.ts";

/** Images that are read, downloaded or processed at a time. */
const AT_ONCE = 4;

/** In a dry run, an image has no id yet. */
const DRY = { id: "0".repeat(64), width: 1 };

/** A record whose images are to be stored, for the account that gets the post. */
export type WithImages = { record: SourceRecord; converted: Converted; account: string };

/** What became of the images of a record. The numbers are of those that readers see. */
export type TakenImages = StoredImages & { shown: number; withoutAlt: number; stored: number; downloaded: number };

type Reference = { src: string; alt: string; line: number | undefined; target: string | undefined; isShown: boolean };

/** The images of a record that has a text. A link to an image elsewhere stays a link. */
function referencesOf({ converted, record }: WithImages, finder: ImageFinder): Reference[] {
  if (converted.content === "") return [];
  const { cover, place } = record;
  const own = converted.images.filter(({ isShown, src }) => isShown || finder.isOwn(src, record));
  return cover ? [...own, { ...cover, line: place.line, target: undefined, isShown: true }] : own;
}

function noteOf({ isShown, line, src, target }: Reference, outcome: ImageOutcome): Note | undefined {
  const name = target === undefined ? "its cover image" : isShown ? "the image" : "the linked image";
  if (outcome === "remote") {
    if (target !== undefined) return undefined;
    return { ...note("left-out", `${name} ${src}, which is not downloaded`), line };
  }
  if ("reason" in outcome) return { ...note("left-out", `${name} ${src}: ${outcome.reason}`), line };
  return { ...note("image", `${name} ${src}, from ${outcome.from}`), line };
}

/** Calls a function for each item, for some of them at a time. @throws the first error, once none runs any more */
async function forEach<Item>(items: Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const errors: unknown[] = [];
  const work = async () => {
    for (const item of queue) {
      if (errors.length > 0) return;
      await act(item).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (errors.length > 0) throw errors[0];
}

/**
 * Stores the images of records, and adds notes to these of what became of each.
 * @param onImage called after each image
 * @returns what became of them, for each record
 */
export async function takeImages(
  records: WithImages[],
  finder: ImageFinder,
  store: ImageStore,
  onImage: () => void,
): Promise<TakenImages[]> {
  const references = records.map((each) => referencesOf(each, finder));
  const outcomes = references.map((list) => new Array<ImageOutcome>(list.length));
  const jobs = references.flatMap((list, at) => list.map((reference, index) => ({ at, index, reference })));
  await forEach(jobs, async ({ at, index, reference }) => {
    const { account, record } = records[at] as WithImages;
    (outcomes[at] as ImageOutcome[])[index] = await store.store(reference.src, record, account);
    onImage();
  });
  return records.map(({ converted }, at) => {
    const paths = new Map<string, string>();
    const taken: TakenImages = { paths, cover: undefined, shown: 0, withoutAlt: 0, stored: 0, downloaded: 0 };
    for (const [index, reference] of (references[at] ?? []).entries()) {
      const outcome = outcomes[at]?.[index] as ImageOutcome;
      const added = noteOf(reference, outcome);
      if (added) converted.notes.push(added);
      const isStored = typeof outcome === "object" && "from" in outcome;
      if (reference.isShown) {
        taken.shown += 1;
        taken.withoutAlt += Number(reference.alt.trim() === "");
        taken.stored += Number(isStored);
        taken.downloaded += Number(isStored && outcome.isDownloaded);
      }
      if (!isStored) {
        const url = reference.target && finder.absoluteOf(reference.src, records[at]?.record as SourceRecord);
        if (url) paths.set(reference.target ?? "", destination(url));
        continue;
      }
      const { id, width } = outcome.image ?? DRY;
      if (reference.target === undefined) taken.cover = id;
      else paths.set(reference.target, imagePath(id, width));
    }
    return taken;
  });
}
