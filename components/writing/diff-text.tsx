import { Fragment } from "react";
import type { DiffPart } from "#lib/shared/text-diff";

/** So many lines of what did not change are shown on each side of what did. */
const AROUND = 3;

/** Struck out or underlined, and said in words to who does not see it. */
const LOOKS = {
  removed: "text-danger decoration-1 before:sr-only before:content-['[removed:_'] after:sr-only after:content-[']']",
  added:
    "bg-wash decoration-accent decoration-2 underline-offset-4 before:sr-only before:content-['[added:_'] after:sr-only after:content-[']']",
};

/** A long stretch that did not change, folded in the middle. */
function Unchanged({ text, isFirst, isLast }: { text: string; isFirst: boolean; isLast: boolean }) {
  const lines = text.split(/(?<=\n)/);
  const [head, tail] = [isFirst ? 0 : AROUND, isLast ? 0 : AROUND];
  if (lines.length <= head + tail + AROUND) return text;
  const folded = lines.slice(head, lines.length - tail);
  return (
    <>
      {lines.slice(0, head).join("")}
      <details className="my-2">
        <summary className="w-fit cursor-pointer font-sans text-note text-ink-soft">
          {folded.length} lines that are the same
        </summary>
        {folded.join("")}
      </details>
      {tail > 0 && lines.slice(-tail).join("")}
    </>
  );
}

/** Two texts in one, with what was taken out and what was put in. */
export function DiffText({ parts }: { parts: DiffPart[] }) {
  return (
    <div dir="auto" className="font-serif text-body whitespace-pre-wrap">
      {parts.map(({ kind, text }, place) => (
        <Fragment key={place}>
          {kind === "removed" && <del className={LOOKS.removed}>{text}</del>}
          {kind === "added" && <ins className={LOOKS.added}>{text}</ins>}
          {kind === "same" && <Unchanged text={text} isFirst={place === 0} isLast={place === parts.length - 1} />}
        </Fragment>
      ))}
    </div>
  );
}
