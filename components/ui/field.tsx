import { type ComponentProps, type ReactNode, useId } from "react";

type Frame = {
  label: string;
  name: string;
  /** What is wrong with what stands in the field. */
  error?: string | undefined;
  hint?: string;
  /** What works on the text, between the label and the field. */
  tools?: ReactNode;
  /** For the one line that matters most. */
  isLarge?: boolean;
};

type Props = Frame &
  (({ rows: number } & ComponentProps<"textarea">) | (ComponentProps<"input"> & { rows?: undefined }));

const control =
  "mt-2 block w-full rounded-sm border border-edge bg-transparent px-3.5 py-2.5 font-serif text-ink hover:border-ink aria-invalid:border-danger aria-invalid:focus-visible:outline-danger";

/** A label, its text field (of several lines with `rows`) and what there is to say of it. */
export function Field({ label, error, hint, tools, isLarge = false, ...rest }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const aria = { id, "aria-invalid": Boolean(error), "aria-describedby": described || undefined };
  const look = `${control} ${isLarge ? "text-heading font-medium" : "text-body"}`;
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-note text-ink-soft">
          {hint}
        </p>
      )}
      {tools}
      {rest.rows === undefined ? (
        <input type="text" {...rest} {...aria} className={look} />
      ) : (
        <textarea {...rest} {...aria} className={`${look} resize-y field-sizing-content max-h-[70vh] min-h-72`} />
      )}
      {error && (
        <p id={`${id}-error`} className="mt-2 border-l-2 border-danger pl-3 text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
