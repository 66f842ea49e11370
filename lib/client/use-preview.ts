import { useCallback, useEffect, useRef, useState } from "react";
import { baseDirection, type Direction } from "#lib/shared/direction";
import { ApiError, api } from "./api.ts";

/** The preview is requested after a pause of this length, in milliseconds; longer where the last one took long. */
const PAUSE_MS = 400;
/** So many times what the last preview took, from its request until the browser showed it. */
const PAUSE_SHARE = 2;

const isBlank = (text: string) => !/\S/.test(text);

type Preview = { html: string; direction: Direction; isStale: boolean; error: string | undefined };

/**
 * A preview of the content, rendered by the server. At most one request is under way: what is typed meanwhile is requested
 * after it. The last preview stays until there is a new one.
 * @param start the HTML and its source from the server-rendered page
 * @param read the content as it is now; undefined while nobody sees the preview. Called in pauses only: it costs time in a long text
 */
export function usePreview(start: { html: string; content: string }, read: () => string | undefined) {
  const [preview, setPreview] = useState<Preview>(() => ({
    html: start.html,
    direction: baseDirection(start),
    isStale: false,
    error: undefined,
  }));
  const latest = useRef(read);
  latest.current = read;
  const request = useRef({
    shown: start.html === "" ? "" : start.content,
    isLoading: false,
    isWanted: false,
    isClosed: false,
    timer: 0,
    startedAt: 0,
    took: 0,
  });

  /** Tells of a change of the content. */
  const show = useCallback(() => {
    const current = request.current;
    current.isWanted = true;
    // Unchanged while it is stale, so that typing does not render the editor.
    setPreview((before) => (before.isStale ? before : { ...before, isStale: true }));
    if (!current.isLoading) schedule();

    function schedule() {
      window.clearTimeout(current.timer);
      current.timer = window.setTimeout(load, Math.max(PAUSE_MS, current.took * PAUSE_SHARE));
    }

    async function load() {
      const content = latest.current();
      if (content === undefined) return;
      current.isWanted = false;
      if (isBlank(content) || content === current.shown) {
        current.shown = content;
        const isEmpty = isBlank(content);
        setPreview((before) => ({ ...before, html: isEmpty ? "" : before.html, error: undefined, isStale: false }));
        return;
      }
      current.isLoading = true;
      current.startedAt = performance.now();
      try {
        const { html } = await api.previewPost(content);
        finish({ html, direction: baseDirection({ content }), error: undefined }, content);
      } catch (thrown) {
        if (!(thrown instanceof ApiError)) throw thrown;
        // The next change requests it again, even if the text is the same.
        finish({ error: thrown.message }, "");
      } finally {
        current.isLoading = false;
      }
    }

    /** Shows the outcome of a request; where the text has changed meanwhile, requests that one instead. */
    function finish(changes: Partial<Preview>, shown: string) {
      if (current.isClosed) return;
      if (current.isWanted) return schedule();
      current.shown = shown;
      setPreview((before) => ({ ...before, ...changes, isStale: false }));
    }
  }, []);

  useEffect(() => {
    const current = request.current;
    if (current.startedAt > 0) current.took = performance.now() - current.startedAt;
  }, [preview.html]);

  useEffect(() => {
    const current = request.current;
    current.isClosed = false;
    return () => {
      current.isClosed = true;
      window.clearTimeout(current.timer);
    };
  }, []);

  return { ...preview, show };
}
