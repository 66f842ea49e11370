import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { ApiError } from "#lib/client/api";
import type { RejectedForm } from "#lib/shared/forms";

/** The fields of a form by name, as text. */
export type FormValues = Record<string, string>;
/** What a field is given: what stands in it and what is wrong with that. */
export type FieldProps = (name: string) => {
  name: string;
  defaultValue?: string;
  error?: string;
  autoFocus?: boolean;
};
type Refusal = Pick<RejectedForm, "status" | "title" | "fields">;

type Props = {
  /** Which of the page's forms this is. */
  name: string;
  /** What the submitting button says. */
  action: ReactNode;
  variant?: "main" | "quiet";
  /** Sent along with what is typed. */
  hidden?: Record<string, string>;
  /** What the server said of a plain post of this page, if it was of this form. */
  refused?: RejectedForm | null;
  /** Does it; what it rejects with is shown, and what was typed stays. */
  onSubmit: (said: FormValues) => Promise<void>;
  /** Whether the fields are emptied once it is done. */
  isCleared?: boolean;
  /** Whether it is as wide as the text: for a long one. */
  isWide?: boolean;
  /** Announced once it is done. */
  done?: ReactNode;
  children?: (field: FieldProps) => ReactNode;
};

/** The fields hold the text, not React: what was typed before the page's script had come is there too. */
function saidIn(form: HTMLFormElement): FormValues {
  const said = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const { form: _, ...fields } = Object.fromEntries(said);
  return fields;
}

/** What is wrong with the whole, or with what is not seen. */
function messageOf({ fields, status, title }: Refusal, seen: Set<string>): string | undefined {
  const [unseen] = Object.entries(fields).filter(([name]) => !seen.has(name));
  if (unseen) return `${unseen[1][0]}.`;
  if (Object.keys(fields).length > 0) return undefined;
  return status === 429 ? `${title}. Wait a few minutes, then try again.` : `${title}.`;
}

/** A form that posts to its own page where there is no JavaScript, and is sent by `onSubmit` where there is. */
export function ActionForm({
  name,
  action,
  variant = "main",
  hidden = {},
  refused,
  onSubmit,
  isCleared = false,
  isWide = false,
  done,
  children,
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const plain = refused?.form === name ? refused : undefined;
  const [refusal, setRefusal] = useState<Refusal | undefined>(plain);

  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refusal]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // A second click can come before the first has been rendered.
    if (isSending.current) return;
    const sent = event.currentTarget;
    isSending.current = true;
    setBusy(true);
    setRefusal(undefined);
    try {
      await onSubmit(saidIn(sent));
      if (isCleared) sent.reset();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal({ status: error.status, title: error.message, fields: error.fields });
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }

  const firstWrong = plain && Object.keys(plain.fields)[0];
  const seen = new Set<string>();
  const fields = children?.((field) => {
    seen.add(field);
    return {
      name: field,
      defaultValue: plain?.typed[field],
      error: refusal?.fields[field]?.[0],
      autoFocus: field === firstWrong,
    };
  });
  const message = refusal && messageOf(refusal, seen);
  return (
    // Without an action it is posted to the page's own address, with all that this asks for.
    <form ref={form} method="post" noValidate onSubmit={submit} className={`space-y-6 ${isWide ? "" : "max-w-md"}`}>
      <input type="hidden" name="form" value={name} />
      {Object.entries(hidden).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      {fields}
      {message && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-danger">
          {message}
        </p>
      )}
      <div>
        <Button type="submit" variant={variant} isBusy={isBusy}>
          {action}
        </Button>
        <div role="status" className="not-empty:mt-4">
          {!refusal && done && <p className="border-l-2 border-accent pl-3">{done}</p>}
        </div>
      </div>
    </form>
  );
}
