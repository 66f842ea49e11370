import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from "react";
import { Field } from "#components/ui/field";
import { suggestTags, tagAtCaret } from "#lib/client/suggest-tags";
import { useTags } from "#lib/client/use-tags";
import { splitTags } from "#lib/shared/tag-names";

type Props = Pick<ComponentProps<"input">, "autoFocus" | "defaultValue"> & {
  name: string;
  label: string;
  error: string | undefined;
};

/** What is in the field while suggestions are shown. */
type Typed = { text: string; caret: number };

/** The field of a post's tags: text, with suggestions from existing tags (WAI-ARIA's combobox with a listbox). */
export function TagsField(props: Props) {
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [hasFocus, setFocus] = useState(false);
  const [typed, setTyped] = useState<Typed>();
  const [active, setActive] = useState(-1);
  const tags = useTags(hasFocus);

  const tag = typed && tagAtCaret(typed.text, typed.caret);
  const taken = typed && tag ? splitTags(typed.text.slice(0, tag.start) + typed.text.slice(tag.end)) : [];
  const names = tags.map(({ tag }) => tag);
  const suggestions = tag ? suggestTags(names, tag.typed, taken) : [];
  const optionId = (at: number) => `${listId}-${at}`;

  function close() {
    setTyped(undefined);
    setActive(-1);
  }

  function choose(name: string | undefined) {
    const input = field.current;
    if (!input || !tag || name === undefined) return;
    const isLast = input.value.slice(tag.end).trim() === "";
    input.setRangeText(isLast ? `${name}, ` : name, tag.start, isLast ? input.value.length : tag.end, "end");
    close();
  }

  function move(event: KeyboardEvent) {
    if (suggestions.length === 0 || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      // The position before the first suggestion is the field itself.
      setActive(((active + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      choose(suggestions[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  }

  return (
    <div className="relative">
      <Field
        {...props}
        ref={field}
        hint="Optional: a few, separated by commas."
        autoComplete="off"
        autoCapitalize="none"
        dir="auto"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={suggestions.length > 0 ? listId : undefined}
        aria-activedescendant={suggestions[active] === undefined ? undefined : optionId(active)}
        onFocus={() => setFocus(true)}
        onBlur={close}
        onInput={({ currentTarget: { selectionEnd, value } }) => {
          setTyped({ text: value, caret: selectionEnd ?? value.length });
          setActive(-1);
        }}
        onKeyDown={move}
      />
      {suggestions.length > 0 && (
        <div
          id={listId}
          role="listbox"
          aria-label="Existing tags"
          className="absolute inset-x-0 top-full z-10 mt-1 max-h-80 overflow-y-auto rounded-sm border border-edge bg-paper py-1"
        >
          {suggestions.map((name, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field, which keeps the focus
            <div
              key={name}
              id={optionId(at)}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              dir="auto"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(name)}
              className="min-h-11 cursor-pointer px-3.5 py-2.5 hover:bg-wash aria-selected:bg-wash aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
            >
              {name}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
