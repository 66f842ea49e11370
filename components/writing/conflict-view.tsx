import { useEffect, useMemo, useRef } from "react";
import { buttonClass } from "#components/ui/button";
import type { Conflict } from "#lib/client/save-state";
import { useComparison } from "#lib/client/use-comparison";
import { comparableWith } from "#lib/shared/post-fields";
import { ComparisonView } from "./comparison-view.tsx";

type Props = {
  conflict: Conflict;
  /** The id of the form with the author's text; submitting it replaces the other revision. */
  form: string;
  /** The page that edits the other revision, used without JavaScript. */
  href: string;
  onTakeTheirs: () => void;
};

/** Compares both texts after somebody else saved the post, and lets the author choose. */
export function ConflictView({ conflict, form, href, onTakeTheirs }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  const theirs = useMemo(() => comparableWith(conflict.mine, conflict.theirs), [conflict]);
  const comparison = useComparison(theirs, conflict.mine, conflict.comparison);
  useEffect(() => title.current?.focus(), []);
  return (
    <section aria-labelledby="conflict" className="mb-10 border-l-2 border-danger pl-5">
      <h2 id="conflict" ref={title} tabIndex={-1} className="font-serif text-lead font-medium">
        Not saved yet: someone else saved this post while you were writing
      </h2>
      <p className="mt-1 text-ink-soft">
        What only their text has is struck out, what only yours has is underlined. Keep yours, and theirs stays in the
        post’s history; take theirs, and yours is moved below the form.
      </p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be focusable
        tabIndex={0}
        aria-label="Both texts"
        className="mt-5 max-h-[60vh] overflow-y-auto border-y border-rule py-4"
      >
        {comparison && <ComparisonView comparison={comparison} sides={["theirs", "yours"]} />}
      </section>
      <div className="mt-5 flex flex-wrap gap-3">
        <button type="submit" form={form} name="form" value={form} className={buttonClass()}>
          Keep mine
        </button>{" "}
        <a
          href={href}
          className={buttonClass("quiet")}
          onClick={(event) => {
            event.preventDefault();
            onTakeTheirs();
          }}
        >
          Take theirs
        </a>
      </div>
    </section>
  );
}
