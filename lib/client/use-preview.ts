import { useCallback, useEffect, useRef, useState } from "react";
import { baseDirection, type Direction } from "#lib/shared/direction";
import { ApiError, api } from "./api.ts";

/** The preview is requested after a pause of this length. */
const DEBOUNCE_MS = 400;

type Preview = { html: string; direction: Direction; isStale: boolean; error: string | undefined };

/**
 * A preview of the content, rendered by the server. Responses to outdated requests are dropped, and the last preview stays
 * until there is a new one.
 * @param start the HTML and its source from the server-rendered page
 */
export function usePreview(start: { html: string; content: string }) {
  const [preview, setPreview] = useState<Preview>(() => ({
    html: start.html,
    direction: baseDirection(start),
    isStale: false,
    error: undefined,
  }));
  const request = useRef({ content: "", number: 0, timer: 0 });

  const show = useCallback((content: string) => {
    const last = request.current;
    if (content === last.content) return;
    window.clearTimeout(last.timer);
    const number = last.number + 1;
    const update = (changes: Partial<Preview>) => {
      if (request.current.number === number) setPreview((before) => ({ ...before, ...changes, isStale: false }));
    };
    const load = async () => {
      try {
        update({
          html: (await api.previewPost(content)).html,
          direction: baseDirection({ content }),
          error: undefined,
        });
      } catch (thrown) {
        if (!(thrown instanceof ApiError)) throw thrown;
        // The next change requests it again, even if the text is the same.
        if (request.current.number === number) request.current.content = "";
        update({ error: thrown.message });
      }
    };
    const isEmpty = content.trim() === "";
    request.current = { content, number, timer: isEmpty ? 0 : window.setTimeout(load, DEBOUNCE_MS) };
    if (isEmpty) update({ html: "", error: undefined });
    else setPreview((before) => ({ ...before, isStale: true }));
  }, []);

  useEffect(() => () => window.clearTimeout(request.current.timer), []);

  return { ...preview, show };
}
