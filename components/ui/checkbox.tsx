import { useId } from "react";
import { FieldError } from "./field-error.tsx";

type Props = {
  label: string;
  name: string;
  hint?: string;
  /** "true" if it is checked initially. */
  defaultValue?: string;
  error?: string | undefined;
  autoFocus?: boolean;
};

/** A checkbox with the form value "true"; unchecked, it is not sent. */
export function Checkbox({ label, name, hint, defaultValue, error, autoFocus }: Props) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div>
      <label className="inline-flex min-h-11 cursor-pointer items-center gap-2 font-medium">
        <input
          type="checkbox"
          name={name}
          value="true"
          defaultChecked={defaultValue === "true"}
          // biome-ignore lint/a11y/noAutofocus: the first invalid field of a rejected form
          autoFocus={autoFocus}
          aria-describedby={describedBy || undefined}
          className="size-4 shrink-0"
        />
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}
