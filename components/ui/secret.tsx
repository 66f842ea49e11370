import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";

type Props = {
  label: string;
  hint: string;
  value: string;
};

/** A secret that is shown once, with a button to copy it. */
export function Secret({ label, hint, value }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [message, setMessage] = useState("");

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setMessage("Copied.");
    } catch {
      // The clipboard needs https and permission.
      field.current?.select();
      setMessage("Selected: copy it with Ctrl+C or ⌘C.");
    }
  }

  return (
    <div className="border-l-2 border-accent pl-4">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <p id={`${id}-hint`} className="text-note text-ink-soft">
        {hint}
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <input
          ref={field}
          id={id}
          aria-describedby={`${id}-hint`}
          // biome-ignore lint/a11y/noAutofocus: it has just been created and is not shown again
          autoFocus
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="min-h-11 min-w-0 grow basis-60 rounded-sm border border-edge bg-wash px-3 font-mono text-note text-ink"
        />
        <Button variant="quiet" onClick={copy} className="no-script:hidden">
          Copy
        </Button>
      </div>
      <p role="status" className="mt-1 min-h-6 text-note text-ink-soft">
        {message}
      </p>
    </div>
  );
}
