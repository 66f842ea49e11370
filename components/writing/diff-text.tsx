import { Fragment } from "react";
import type { DiffPart } from "#lib/shared/text-diff";

/** The number of unchanged lines shown on each side of a change. */
const CONTEXT_LINES = 3;

/** Struck out or underlined, with words for screen readers. */
const LOOKS = {
  removed: "text-danger decoration-1 before:sr-only before:content-['[removed:_'] after:sr-only after:content-[']']",
  added:
    "bg-wash decoration-accent decoration-2 underline-offset-4 before:sr-only before:content-['[added:_'] after:sr-only after:content-[']']",
};

/** Unchanged text, folded in the middle if it is long. */
function Unchanged({ text, isFirst, isLast }: { text: string; isFirst: boolean; isLast: boolean }) {
  const lines = text.split(/(?<=\n)/);
  const [head, tail] = [isFirst ? 0 : CONTEXT_LINES, isLast ? 0 : CONTEXT_LINES];
  if (lines.length <= head + tail + CONTEXT_LINES) return text;
  const folded = lines.slice(head, lines.length - tail);
  return (
    <>
      {lines.slice(0, head).join("")}
      <details className="my-2">
        <summary className="w-fit cursor-pointer font-sans text-note text-ink-soft">
          {folded.length} unchanged lines
        </summary>
        {folded.join("")}
      </details>
      {tail > 0 && lines.slice(-tail).join("")}
    </>
  );
}

/** Two texts in one, with additions and removals marked. */
export function DiffText({ parts }: { parts: DiffPart[] }) {
  return (
    <div dir="auto" className="font-serif text-body whitespace-pre-wrap">
      {parts.map(({ kind, text }, index) => (
        <Fragment key={index}>
          {kind === "removed" && <del className={LOOKS.removed}>{text}</del>}
          {kind === "added" && <ins className={LOOKS.added}>{text}</ins>}
          {kind === "same" && <Unchanged text={text} isFirst={index === 0} isLast={index === parts.length - 1} />}
        </Fragment>
      ))}
    </div>
  );
}
