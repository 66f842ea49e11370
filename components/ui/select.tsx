import { type ComponentProps, useId } from "react";

type Props = ComponentProps<"select"> & {
  label: string;
  name: string;
  hint?: string;
  options: { value: string; label: string }[];
};

/** A labelled choice from a list. */
export function Select({ label, hint, options, ...rest }: Props) {
  const id = useId();
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
        aria-describedby={hint && `${id}-hint`}
        className="mt-2 block min-h-11 w-full rounded-sm border border-edge bg-paper px-3 text-ink hover:border-ink"
      >
        {options.map(({ label: text, value }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
