import { type FormEvent, useEffect, useRef, useState } from "react";
import * as labels from "#lib/shared/labels/blog";

const DEBOUNCE_MS = 200;
const SEARCH_MAX = 200;

type Props = {
  /** The current search. */
  value: string;
  /** Limits the search to posts with this tag. */
  tag?: string | undefined;
  /** Called when typing pauses, and immediately on Enter. */
  onSearch: (text: string) => void;
};

/** A GET form that searches while typing. */
export function SearchBar({ value, tag, onSearch }: Props) {
  const [text, setText] = useState(value);
  /** Searches not yet reflected in `value`, oldest first. */
  const pending = useRef<string[]>([]);
  const box = useRef<HTMLInputElement>(null);
  /** While an input method composes characters, the text is incomplete. */
  const [isComposing, setComposing] = useState(false);

  useEffect(() => {
    const index = pending.current.indexOf(value);
    pending.current = pending.current.slice(index + 1);
    // Back, Forward or a link changed the search.
    if (index < 0) setText(value);
  }, [value]);

  // Text typed before hydration.
  useEffect(() => {
    if (box.current) setText(box.current.value);
  }, []);

  useEffect(() => {
    if (isComposing) return;
    const timer = setTimeout(() => search(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  });

  function search(typed: string) {
    const query = typed.trim();
    if (query === (pending.current.at(-1) ?? value)) return;
    pending.current.push(query);
    onSearch(query);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isComposing) search(text);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: assistive technology supports the role longer than <search>
    <form role="search" action="/blog" onSubmit={submit} className="search-line">
      <input
        ref={box}
        type="search"
        name="q"
        aria-label={labels.searchPosts}
        placeholder={labels.searchPosts}
        autoComplete="off"
        enterKeyHint="search"
        maxLength={SEARCH_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
      {tag !== undefined && <input type="hidden" name="tag" value={tag} />}
      <button type="submit">{labels.search}</button>
    </form>
  );
}
