import { useCallback, useEffect, useRef, useState } from "react";
import { baseDirection, type Direction } from "#lib/shared/direction";
import { ApiError, api } from "./api.ts";

/** The preview is requested after a pause of this length. */
const DEBOUNCE_MS = 400;

const isBlank = (text: string) => !/\S/.test(text);

type Preview = { html: string; direction: Direction; isStale: boolean; error: string | undefined };

/**
 * A preview of the content, rendered by the server. At most one request is under way: what is typed meanwhile is requested
 * after it. The last preview stays until there is a new one.
 * @param start the HTML and its source from the server-rendered page
 */
export function usePreview(start: { html: string; content: string }) {
  const [preview, setPreview] = useState<Preview>(() => ({
    html: start.html,
    direction: baseDirection(start),
    isStale: false,
    error: undefined,
  }));
  const request = useRef({ content: "", isLoading: false, isClosed: false, timer: 0 });

  const show = useCallback((content: string) => {
    const current = request.current;
    if (content === current.content) return;
    current.content = content;
    window.clearTimeout(current.timer);
    if (isBlank(content)) {
      setPreview((before) => ({ ...before, html: "", error: undefined, isStale: false }));
      return;
    }
    // Unchanged while it is stale, so that typing does not render the editor.
    setPreview((before) => (before.isStale ? before : { ...before, isStale: true }));
    if (!current.isLoading) current.timer = window.setTimeout(load, DEBOUNCE_MS);

    async function load() {
      const { content } = current;
      current.isLoading = true;
      try {
        const { html } = await api.previewPost(content);
        finish(content, { html, direction: baseDirection({ content }), error: undefined });
      } catch (thrown) {
        if (!(thrown instanceof ApiError)) throw thrown;
        finish(content, { error: thrown.message });
      } finally {
        current.isLoading = false;
      }
    }

    /** Shows the outcome of a request; where the text has changed meanwhile, requests that one instead. */
    function finish(content: string, changes: Partial<Preview>) {
      if (current.isClosed || isBlank(current.content)) return;
      if (current.content !== content) {
        current.timer = window.setTimeout(load, DEBOUNCE_MS);
        return;
      }
      // After an error the next change requests it again, even if the text is the same.
      if (changes.error !== undefined) current.content = "";
      setPreview((before) => ({ ...before, ...changes, isStale: false }));
    }
  }, []);

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
