import { useRef, useState } from "react";
import { Field } from "#components/ui/field";

const COLOUR = /^#[\da-f]{6}$/i;
/** The accent in the light theme, until the owner chooses one. */
const DEFAULT_ACCENT = "#12584e";

type Props = { name: string; defaultValue: string | undefined; error: string | undefined };

/** A colour as text, which may be empty; with scripts the colour dialog of the browser sets it too. */
export function AccentField({ defaultValue = "", ...rest }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [colour, setColour] = useState(defaultValue);
  return (
    <div className="flex max-w-md items-end gap-3">
      <div className="grow">
        <Field
          {...rest}
          ref={field}
          label="Accent colour"
          hint="For links and buttons: # and six hexadecimal digits, or empty for ours. It is shown darker or lighter where it would be hard to read."
          placeholder={DEFAULT_ACCENT}
          defaultValue={defaultValue}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ target }) => setColour(target.value)}
        />
      </div>
      <input
        type="color"
        aria-label="Pick a colour"
        value={COLOUR.test(colour) ? colour.toLowerCase() : DEFAULT_ACCENT}
        onChange={({ target: { value } }) => {
          if (field.current) field.current.value = value;
          setColour(value);
        }}
        className="size-12 shrink-0 cursor-pointer rounded-sm border border-edge bg-transparent p-1 hover:border-ink no-script:hidden"
      />
    </div>
  );
}
