import { type ChangeEvent, Fragment, type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { editText } from "#lib/client/edit-textarea";
import { isMac } from "#lib/client/is-mac";
import {
  bold,
  code,
  heading,
  italic,
  link,
  list,
  type MarkdownEdit,
  numberedList,
  quote,
  table,
} from "#lib/client/markdown-edits";
import { IMAGE_TYPES } from "#lib/shared/image-types";

type Tool = { name: string; edit: MarkdownEdit; key?: string; isShifted?: boolean; look: string };

/** Each label looks like its format. With Shift the physical key counts, because layouts differ. */
const TOOLS: Tool[] = [
  { name: "Bold", edit: bold, key: "b", look: "font-bold" },
  { name: "Italic", edit: italic, key: "i", look: "font-serif text-body italic desk:text-control" },
  { name: "Link", edit: link, key: "k", look: "underline decoration-1 underline-offset-4" },
  { name: "Code", edit: code, key: "e", look: "font-mono text-note" },
  {
    name: "Heading",
    edit: heading,
    key: "2",
    isShifted: true,
    look: "font-serif text-body font-semibold desk:text-control",
  },
  {
    name: "Quote",
    edit: quote,
    key: "9",
    isShifted: true,
    look: "border-l-2 border-edge pl-1.5 font-serif text-body desk:text-control",
  },
  { name: "List", edit: list, key: "8", isShifted: true, look: "before:mr-1.5 before:content-['•']" },
  { name: "Numbers", edit: numberedList, key: "7", isShifted: true, look: "before:mr-1.5 before:content-['1.']" },
  { name: "Table", edit: table, look: "border-y border-edge" },
];

/** The tool of a keyboard shortcut: Ctrl, or ⌘ on a Mac, where Ctrl moves the cursor. */
function toolOf({ altKey, code, ctrlKey, key, metaKey, shiftKey }: KeyboardEvent): Tool | undefined {
  if (altKey || !(isMac() ? metaKey && !ctrlKey : ctrlKey && !metaKey)) return undefined;
  return TOOLS.find((tool) =>
    tool.key === undefined
      ? false
      : tool.isShifted
        ? shiftKey && code === `Digit${tool.key}`
        : !shiftKey && key === tool.key,
  );
}

type FieldRef = RefObject<HTMLTextAreaElement | null>;

/** Runs the toolbar's keyboard shortcuts. */
export function editByKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const tool = event.nativeEvent.isComposing ? undefined : toolOf(event);
  if (!tool) return;
  event.preventDefault();
  editText(event.currentTarget, tool.edit);
}

const keysOf = ({ key = "", isShifted }: Tool, modifier: string) =>
  [modifier, ...(isShifted ? ["Shift"] : []), key.toUpperCase()].join("+");
const shortcuts = (tool: Tool) =>
  tool.key && {
    "aria-keyshortcuts": `${keysOf(tool, "Control")} ${keysOf(tool, "Meta")}`,
    title: `${keysOf(tool, "Ctrl")}, ${keysOf(tool, "⌘")}`,
  };

type Props = {
  field: FieldRef;
  /** Takes the images that are chosen. */
  onImages: (files: File[]) => void;
};

const button = "min-h-11 cursor-pointer px-2 hover:text-accent desk:px-1";

/** Formatting buttons. One tab stop; the arrow keys move between buttons (ARIA Authoring Practices, Toolbar). */
export function Toolbar({ field, onImages }: Props) {
  const [active, setActive] = useState(0);
  const chooser = useRef<HTMLInputElement>(null);

  function choose({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    onImages([...(currentTarget.files ?? [])]);
    // The same file may be chosen again.
    currentTarget.value = "";
  }

  function move(event: KeyboardEvent<HTMLDivElement>) {
    const last = TOOLS.length;
    const steps: Record<string, number> = {
      ArrowRight: active === last ? 0 : active + 1,
      ArrowLeft: active === 0 ? last : active - 1,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    event.currentTarget.querySelectorAll("button")[next]?.focus();
  }

  return (
    <div
      role="toolbar"
      aria-label="Formatting"
      onKeyDown={move}
      className="-mx-2 flex flex-wrap desk:-mx-1 items-baseline text-ink-soft desk:text-note no-script:hidden"
    >
      {TOOLS.map((tool, index) => (
        <Fragment key={tool.name}>
          <button
            type="button"
            tabIndex={index === active ? 0 : -1}
            {...shortcuts(tool)}
            onFocus={() => setActive(index)}
            // Keeps the selection, and the keyboard of a phone.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => field.current && editText(field.current, tool.edit)}
            className={button}
          >
            <span className={tool.look}>{tool.name}</span>
          </button>{" "}
        </Fragment>
      ))}
      <button
        type="button"
        tabIndex={active === TOOLS.length ? 0 : -1}
        onFocus={() => setActive(TOOLS.length)}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => chooser.current?.click()}
        className={button}
      >
        <span className="rounded-sm border border-edge px-1">Image</span>
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={IMAGE_TYPES.join()}
        aria-label="Images"
        // It is no field of the post.
        onInput={(event) => event.stopPropagation()}
        onChange={choose}
      />
    </div>
  );
}
