type Props = {
  label: string;
  name: string;
  options: { value: string; label: string }[];
  defaultValue?: string;
  error?: string | undefined;
};

/** One of a few. */
export function Choice({ label, name, options, defaultValue = options[0]?.value, error }: Props) {
  return (
    <fieldset>
      <legend className="font-medium">{label}</legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {options.map((option) => (
          <label key={option.value} className="inline-flex min-h-11 cursor-pointer items-center gap-2">
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              className="size-4"
            />
            {option.label}
          </label>
        ))}
      </div>
      {error && <p className="mt-2 border-l-2 border-danger pl-3 text-danger">{error}</p>}
    </fieldset>
  );
}
