import { type ComponentProps, type ReactNode, useId } from "react";
import { FieldError } from "./field-error.tsx";
import { Textarea } from "./textarea.tsx";

type Frame = {
  label: string;
  name: string;
  /** Why the value is not valid. */
  error?: string | undefined;
  hint?: string;
  /** A toolbar between the label and the field. */
  tools?: ReactNode;
  /** In the type size of a title. */
  isLarge?: boolean;
};

type Props = Frame &
  (({ rows: number } & ComponentProps<"textarea">) | (ComponentProps<"input"> & { rows?: undefined }));

const control =
  "mt-2 block w-full rounded-sm border border-edge bg-transparent px-3.5 py-2.5 font-serif text-ink hover:border-ink aria-invalid:border-danger aria-invalid:focus-visible:outline-danger";

/** A labelled text field, or a textarea if `rows` is given, with its hint and error. */
export function Field({ label, error, hint, tools, isLarge = false, ...rest }: Props) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const aria = { id, "aria-invalid": Boolean(error), "aria-describedby": describedBy || undefined };
  const className = `${control} ${isLarge ? "text-heading font-medium" : "text-body"}`;
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
        <input type="text" {...rest} {...aria} className={className} />
      ) : (
        <Textarea
          {...rest}
          {...aria}
          className={`${className} resize-y field-sizing-content max-h-[70vh] ${rest.rows > 4 ? "min-h-72" : "min-h-24"}`}
        />
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}
