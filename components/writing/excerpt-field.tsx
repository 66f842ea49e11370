import { useState } from "react";
import { Field } from "#components/ui/field";
import { TEXT_FIELDS } from "#lib/shared/post-fields";

type Props = { name: string; label: string; defaultValue: string; error: string | undefined; autoFocus?: boolean };

const countCharacters = (text: string) => [...text].length;

/** The field of a post's excerpt, with what is left of its length; a screen reader hears that with the hint, not at each key. */
export function ExcerptField({ defaultValue, ...props }: Props) {
  const [length, setLength] = useState(() => countCharacters(defaultValue));
  return (
    <Field
      {...props}
      rows={3}
      defaultValue={defaultValue}
      hint={`Optional: a line or two for lists, instead of the beginning of the text. ${length} of ${TEXT_FIELDS.excerpt.max} characters.`}
      autoComplete="off"
      dir="auto"
      onInput={({ currentTarget }) => setLength(countCharacters(currentTarget.value))}
    />
  );
}
