import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, api } from "./api.ts";

/** How long a writer pauses, in milliseconds, before the text is asked for. */
const PAUSE_MS = 400;

type Preview = { html: string; isStale: boolean; refusal: string | undefined };

/**
 * What a text will look like, made by the server as it makes the page. The newest text counts: answers to older ones are
 * dropped, and what was there before stays until there is a better one.
 * @param start what the page brought
 */
export function usePreview(start: string) {
  const [preview, setPreview] = useState<Preview>({ html: start, isStale: false, refusal: undefined });
  const asked = useRef({ content: "", number: 0, timer: 0 });

  const show = useCallback((content: string) => {
    const last = asked.current;
    if (content === last.content) return;
    window.clearTimeout(last.timer);
    const number = last.number + 1;
    const answer = (news: Partial<Preview>) => {
      if (asked.current.number === number) setPreview((before) => ({ ...before, ...news, isStale: false }));
    };
    const ask = async () => {
      try {
        answer({ html: (await api.previewPost(content)).html, refusal: undefined });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Asked for again by the next change, even one back to this text.
        if (asked.current.number === number) asked.current.content = "";
        answer({ refusal: error.message });
      }
    };
    const isEmpty = content.trim() === "";
    asked.current = { content, number, timer: isEmpty ? 0 : window.setTimeout(ask, PAUSE_MS) };
    if (isEmpty) answer({ html: "", refusal: undefined });
    else setPreview((before) => ({ ...before, isStale: true }));
  }, []);

  useEffect(() => () => window.clearTimeout(asked.current.timer), []);

  return { ...preview, show };
}
