type Props = { id?: string; error: string | undefined };

/** The error of a field, below it; the field refers to it by `aria-describedby`. */
export function FieldError({ id, error }: Props) {
  if (!error) return null;
  return (
    <p id={id} className="mt-2 border-l-2 border-danger pl-3 text-danger">
      {error}
    </p>
  );
}
