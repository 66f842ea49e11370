import { Notice } from "#components/ui/notice";
import type { RejectedForm } from "#lib/shared/forms";

type Props = {
  refused: RejectedForm | null;
  /** Names of the forms that do not show their own errors. */
  forms?: string[];
};

/** Shows why a form posted without JavaScript was rejected, if that form does not show it itself. */
export function FormError({ refused, forms = [] }: Props) {
  if (!refused || !["", ...forms].includes(refused.form)) return null;
  return (
    <div className="sheet pb-8">
      <Notice kind="error" className="sheet-text">
        {refused.title}.
      </Notice>
    </div>
  );
}
