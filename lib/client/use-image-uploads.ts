import { type RefObject, useEffect, useRef, useState } from "react";
import type { Dropped } from "./dropped-files.ts";
import type { createImageUploads, ImageUploads } from "./image-uploads.ts";

/** The code for images in a text; `Panel` shows what is being uploaded. */
type ImageCode<Panel> = { createImageUploads: typeof createImageUploads; Panel: Panel };

type Options<Panel> = {
  account: string | null;
  /** The largest image that the server takes, in bytes. */
  bytesMax: number;
  load: () => Promise<ImageCode<Panel>>;
};

const isFileDrag = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") === true;

/** Whether files on the clipboard are meant. Office programs add a picture of the text that is meant. */
const hasFiles = ({ files, types }: DataTransfer) =>
  files.length > 0 && !(types.includes("text/html") && types.includes("text/plain"));

/** What an event brings, read while it lasts. */
function readTransfer({ files, items }: DataTransfer): Dropped {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const folders = entries.filter((entry) => entry !== null).filter(({ isDirectory }) => isDirectory);
  const names = new Set(folders.map(({ name }) => name));
  return {
    files: [...files].filter(({ name, type }) => type !== "" || !names.has(name)),
    folders: folders as FileSystemDirectoryEntry[],
  };
}

/** The place in a text field where something is dropped; undefined where the browser does not tell. */
function dropPlace(field: HTMLTextAreaElement, { clientX, clientY, target }: DragEvent): number | undefined {
  const place = target === field ? document.caretPositionFromPoint?.(clientX, clientY) : null;
  return place?.offsetNode === field ? place.offset : undefined;
}

/**
 * Takes the images that are pasted into a text field, dropped on its page or chosen. The code that uploads them is loaded when the
 * page is idle, so that it is there offline.
 */
export function useImageUploads<Panel>(
  field: RefObject<HTMLTextAreaElement | null>,
  { account, bytesMax, load }: Options<Panel>,
) {
  const [loaded, setLoaded] = useState<{ uploads: ImageUploads; Panel: Panel } | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const current = useRef<Promise<ImageUploads | undefined>>(undefined);
  const uploads = useRef<ImageUploads>(undefined);
  /** Called before a Markdown text is inserted into the empty field. */
  const onText = useRef<(text: string) => void>(() => {});

  // One for the editor's life.
  const [actions] = useState(() => {
    async function create(): Promise<ImageUploads | undefined> {
      const code = await load().catch(() => undefined);
      if (!code || !field.current) {
        // A later try loads it again.
        current.current = undefined;
        return undefined;
      }
      const created = code.createImageUploads({
        ...{ field: field.current, account, bytesMax },
        onText: (text) => onText.current(text),
      });
      uploads.current = created;
      setLoaded({ uploads: created, Panel: code.Panel });
      return created;
    }
    const start = () => {
      current.current ??= create();
      return current.current;
    };
    return {
      start,
      async add(dropped: Dropped, at?: number): Promise<void> {
        const started = await start();
        setFailed(started === undefined);
        await started?.add(dropped, at);
      },
      /** Waits until the text has its images. @returns false if the page was left meanwhile */
      settle: async () => (await uploads.current?.settle()) ?? true,
      isUnsafe: () => uploads.current?.isUnsafe() ?? false,
      retry: () => uploads.current?.retryAll(),
    };
  });

  useEffect(() => {
    const later = window.requestIdleCallback ?? window.setTimeout;
    const cancel = window.cancelIdleCallback ?? window.clearTimeout;
    const idle = later(() => void actions.start());
    return () => {
      cancel(idle);
      uploads.current?.stop();
      uploads.current = undefined;
      current.current = undefined;
    };
  }, [actions]);

  useEffect(() => {
    const element = field.current;
    const form = element?.form;
    if (!element || !form) return;
    let timer = 0;
    const ended = new AbortController();
    const { signal } = ended;
    const endDrag = () => form.removeAttribute("data-dropping");
    // Before those of the text field, which look at the text that comes with some files.
    element.addEventListener(
      "paste",
      (event) => {
        if (!event.clipboardData || !hasFiles(event.clipboardData)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        void actions.add(readTransfer(event.clipboardData));
      },
      { capture: true, signal },
    );
    // On the whole page: a browser opens a file that is dropped beside the field, in place of the page.
    document.addEventListener(
      "dragover",
      (event) => {
        if (!isFileDrag(event)) return;
        event.preventDefault();
        form.setAttribute("data-dropping", "");
        window.clearTimeout(timer);
        timer = window.setTimeout(endDrag, 300);
      },
      { signal },
    );
    document.addEventListener(
      "drop",
      (event) => {
        endDrag();
        if (!event.dataTransfer || !isFileDrag(event) || event.defaultPrevented) return;
        // An image of this site is there already: its URL is inserted.
        if (event.dataTransfer.getData("text/uri-list").startsWith(location.origin)) return;
        event.preventDefault();
        void actions.add(readTransfer(event.dataTransfer), dropPlace(element, event));
      },
      { signal },
    );
    return () => {
      window.clearTimeout(timer);
      ended.abort();
    };
  }, [field, actions]);

  return { ...actions, loaded, hasFailed, onText };
}
