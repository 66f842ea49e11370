import { useId } from "react";

type Props = {
  label: string;
  name: string;
  hint?: string;
  /** "true" where it is checked to begin with. */
  defaultValue?: string;
  error?: string | undefined;
  autoFocus?: boolean;
};

/** A yes or no; a form sends "true" for it where it is checked, and nothing where not. */
export function Checkbox({ label, name, hint, defaultValue, error, autoFocus }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div>
      <label className="inline-flex min-h-11 cursor-pointer items-center gap-2 font-medium">
        <input
          type="checkbox"
          name={name}
          value="true"
          defaultChecked={defaultValue === "true"}
          // biome-ignore lint/a11y/noAutofocus: what was wrong in a refused form is where to go on
          autoFocus={autoFocus}
          aria-describedby={described || undefined}
          className="size-4"
        />
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-2 border-l-2 border-danger pl-3 text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
