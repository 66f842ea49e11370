import { type ComponentProps, useId } from "react";
import { FieldError } from "./field-error.tsx";

type Props = ComponentProps<"select"> & {
  label: string;
  name: string;
  hint?: string;
  error?: string | undefined;
  options: { value: string; label: string }[];
};

/** A labelled choice from a list. */
export function Select({ label, hint, error, options, ...rest }: Props) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        <bdi>{label}</bdi>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          {hint}
        </p>
      )}
      <select
        {...rest}
        id={id}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy || undefined}
        className="mt-2 block min-h-11 w-full rounded-sm border border-edge bg-paper px-3 text-ink hover:border-ink aria-invalid:border-danger"
      >
        {options.map(({ label: text, value }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}
