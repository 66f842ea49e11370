import type { RejectedForm } from "#lib/shared/forms";

type Props = {
  refused: RejectedForm | null;
  /** Forms that do not say it themselves. */
  forms?: string[];
};

/** What was wrong with a plain post of which no form on the page speaks. */
export function FormError({ refused, forms = [] }: Props) {
  if (!refused || !["", ...forms].includes(refused.form)) return null;
  return (
    <div className="sheet pb-8">
      <p role="alert" className="sheet-text border-l-2 border-danger pl-3 text-danger">
        {refused.title}.
      </p>
    </div>
  );
}
