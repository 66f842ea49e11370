import { useEffect, useRef } from "react";
import { buttonClass } from "#components/ui/button";
import { useComparison } from "#lib/client/use-comparison";
import type { Comparison } from "#lib/shared/compare-posts";
import type { PostText } from "#lib/shared/post-fields";
import { ComparisonView } from "./comparison-view.tsx";

type Props = {
  mine: PostText;
  theirs: PostText;
  /** How they differ, where the page brought it. */
  comparison?: Comparison | undefined;
  /** The form that holds mine; sent now, it is stored over theirs. */
  form: string;
  /** Where theirs can be edited instead. */
  href: string;
  /** Puts theirs into the form, where there is a script. */
  onTake: () => void;
};

/** Somebody else has saved the post meanwhile: both texts, and whoever writes says which it is to be. */
export function Conflict({ mine, theirs, comparison, form, href, onTake }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useComparison(theirs, mine, comparison);
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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        tabIndex={0}
        aria-label="Both texts"
        className="mt-5 max-h-[60vh] overflow-y-auto border-y border-rule py-4"
      >
        {shown && <ComparisonView comparison={shown} sides={["theirs", "yours"]} />}
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
            onTake();
          }}
        >
          Take theirs
        </a>
      </div>
    </section>
  );
}
