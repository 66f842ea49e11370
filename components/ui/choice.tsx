import { FieldError } from "./field-error.tsx";

type Props = {
  label: string;
  name: string;
  options: { value: string; label: string }[];
  defaultValue?: string;
  error?: string | undefined;
};

/** A group of radio buttons. The first option is the default. */
export function Choice({ label, name, options, defaultValue = options[0]?.value, error }: Props) {
  return (
    <fieldset>
      <legend className="font-medium">{label}</legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {options.map((option) => (
          <label key={option.value} className="inline-flex min-h-11 cursor-pointer items-center gap-2 py-1.5">
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              className="size-4 shrink-0"
            />
            {option.label}
          </label>
        ))}
      </div>
      <FieldError error={error} />
    </fieldset>
  );
}
