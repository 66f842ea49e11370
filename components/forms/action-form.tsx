import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { type ActionError, useAction } from "#lib/client/use-action";
import { formFieldError } from "#lib/shared/form-texts";
import type { RejectedForm } from "#lib/shared/forms";

/** The values of a form by field name. */
export type FormValues = Record<string, string>;
/** Returns the props of a field: its initial value and its error. */
export type FieldProps = (name: string) => {
  name: string;
  defaultValue?: string;
  error?: string;
  autoFocus?: boolean;
};

type Props = {
  /** The form's name on its page. */
  name: string;
  /** The label of the submit button. */
  action: ReactNode;
  variant?: "main" | "quiet" | "text";
  /** The page that handles it without JavaScript; its own by default. */
  page?: string;
  /** Hidden fields. */
  hidden?: Record<string, string>;
  /** A form of this page that the server rejected without JavaScript; ignored unless it is this one. */
  refused?: RejectedForm | null;
  /** An ApiError is shown, and the fields keep their values. */
  onSubmit: (values: FormValues) => Promise<void>;
  /** Whether success clears the fields. */
  isCleared?: boolean;
  /** Announced after success. */
  done?: ReactNode;
  /** Whether it is announced at first: the form was posted without JavaScript. */
  isDone?: boolean;
  children?: (field: FieldProps) => ReactNode;
};

/** The fields are uncontrolled, so that text typed before hydration is read too. */
function readValues(form: HTMLFormElement): FormValues {
  const texts = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const { form: _, ...values } = Object.fromEntries(texts);
  return values;
}

/** The error of the whole form, or of a field that is not shown. */
function formErrorOf({ fields, status, title }: ActionError, shownFields: Set<string>): string | undefined {
  // `links.1.url` is a part of the field `links`.
  const hiddenError = Object.entries(fields).find(([name]) => !shownFields.has(name.split(".", 1)[0] ?? ""));
  if (hiddenError) return `${hiddenError[1][0]}.`;
  if (Object.keys(fields).length > 0) return undefined;
  return status === 429 ? `${title}. Wait a few minutes, then try again.` : `${title}.`;
}

/** A form that is submitted by `onSubmit`, or without JavaScript by a POST to its page. */
export function ActionForm({
  name,
  action,
  variant = "main",
  page,
  hidden = {},
  refused,
  onSubmit,
  isCleared = false,
  done,
  isDone: wasDone = false,
  children,
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [isDone, setDone] = useState(wasDone);
  const rejected = refused?.form === name ? refused : undefined;
  const { run, isBusy, error } = useAction(
    async (submitted: HTMLFormElement) => {
      setDone(false);
      await onSubmit(readValues(submitted));
      if (isCleared) submitted.reset();
      setDone(true);
    },
    { initialError: rejected },
  );

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void run(event.currentTarget);
  }

  const firstInvalid = rejected && Object.keys(rejected.fields)[0];
  const shownFields = new Set<string>();
  const fields = children?.((field) => {
    shownFields.add(field);
    return {
      name: field,
      defaultValue: rejected?.typed[field],
      error: error ? formFieldError(error.fields, field) : undefined,
      autoFocus: field === firstInvalid,
    };
  });
  const formError = error && formErrorOf(error, shownFields);
  return (
    // Without an action attribute it posts to the page's own URL, with its query.
    <form ref={form} method="post" action={page} noValidate onSubmit={submit} className="max-w-md space-y-6">
      <input type="hidden" name="form" value={name} />
      {Object.entries(hidden).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      {fields}
      {formError && <Notice kind="error">{formError}</Notice>}
      <div>
        <Button type="submit" variant={variant} isBusy={isBusy}>
          {action}
        </Button>
        <div role="status" className="not-empty:mt-4">
          {isDone && !error && done && <Notice kind="success">{done}</Notice>}
        </div>
      </div>
    </form>
  );
}
