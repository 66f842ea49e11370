import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button";
import type { useFrontMatter } from "#lib/client/use-front-matter";

/** Offers the values in the front matter of a pasted text for the fields; quiet, as most writers go on with the text. */
export function FrontMatterNotice({ phase, use, undo, dismiss }: ReturnType<typeof useFrontMatter>) {
  const notice = useRef<HTMLElement>(null);
  const before = useRef(phase.name);
  useEffect(() => {
    // The button that was pressed is gone. When the notice appears, the focus stays in the text.
    const wasPressed = phase.name === "used" || before.current === "used";
    if (wasPressed && phase.name !== before.current) notice.current?.querySelector("button")?.focus();
    before.current = phase.name;
  }, [phase.name]);

  return (
    <section ref={notice} aria-label="Front matter" aria-live="polite" className="empty:hidden">
      {phase.name !== "none" && (
        <div className="border-l-2 border-accent pl-3">
          <p>{phase.name === "used" ? "Filled in from the front matter:" : "This text begins with front matter:"}</p>
          <dl className="mt-1 text-note text-ink-soft">
            {phase.offered.map(({ name, label, value }) => (
              <div key={name} className="flex gap-x-2">
                <dt>{label}:</dt>
                <dd dir="auto" className="line-clamp-2 min-w-0">
                  {name === "publishAt" ? value.replace("T", " ") : value}
                </dd>
              </div>
            ))}
          </dl>
          <div className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
            {phase.name === "used" ? (
              <Button variant="quiet" onClick={undo}>
                Undo
              </Button>
            ) : (
              <>
                <Button variant="quiet" onClick={use}>
                  Use them
                </Button>{" "}
                <Button variant="text" onClick={dismiss}>
                  Dismiss
                </Button>
              </>
            )}
          </div>
        </div>
      )}
    </section>
  );
}
