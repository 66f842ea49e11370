import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";

const PAUSE_MS = 200;
const SEARCH_MAX = 200;

type Props = {
  /** What is searched for now. */
  value: string;
  /** Only among posts with this tag. */
  tag?: string | undefined;
  /** Called when the typing pauses, and at once on Enter. */
  onSearch: (text: string) => void;
};

/** A plain GET form that searches as you type where there is JavaScript. */
export function SearchBar({ value, tag, onSearch }: Props) {
  const [text, setText] = useState(value);
  /** Asked for and not yet come back as `value`: while a person types, these run behind. */
  const asked = useRef<string[]>([]);
  const box = useRef<HTMLInputElement>(null);
  /** While an input method composes characters, the text is not yet what the reader means. */
  const [isComposing, setComposing] = useState(false);

  useEffect(() => {
    const place = asked.current.indexOf(value);
    asked.current = asked.current.slice(place + 1);
    // Not ours: Back, Forward or a link changed what is searched for.
    if (place < 0) setText(value);
  }, [value]);

  // What was typed before the page was at work.
  useEffect(() => {
    if (box.current) setText(box.current.value);
  }, []);

  useEffect(() => {
    if (isComposing) return;
    const pause = setTimeout(() => ask(text), PAUSE_MS);
    return () => clearTimeout(pause);
  });

  function ask(typed: string) {
    const search = typed.trim();
    if (search === (asked.current.at(-1) ?? value)) return;
    asked.current.push(search);
    onSearch(search);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isComposing) ask(text);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is young, assistive technology knows the role for longer
    <form role="search" action="/blog" onSubmit={submit} className="flex flex-wrap gap-3">
      <input
        ref={box}
        type="search"
        name="q"
        aria-label="Search posts"
        placeholder="Search posts"
        autoComplete="off"
        enterKeyHint="search"
        maxLength={SEARCH_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        className="min-h-11 min-w-0 grow basis-40 rounded-sm border border-edge bg-transparent px-3.5 text-ink placeholder:text-ink-soft placeholder:opacity-100 hover:border-ink"
      />
      {tag !== undefined && <input type="hidden" name="tag" value={tag} />}
      <Button type="submit" variant="quiet">
        Search
      </Button>
    </form>
  );
}
