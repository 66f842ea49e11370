import { useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { FieldError } from "#components/ui/field-error";
import { parseLinks, writeLinks } from "#lib/shared/form-texts";
import { NAVIGATION_MAX, SITE_TEXT_MAX } from "#lib/shared/site-limits";

type Props = { name: string; defaultValue: string; error: string | undefined };

const control =
  "min-h-11 w-full rounded-sm border border-edge bg-transparent px-3.5 font-serif text-body text-ink hover:border-ink";

/** The links of the navigation: a row for each, which buttons move; without JavaScript a text with a line for each. */
export function NavigationField({ name, defaultValue, error }: Props) {
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const nextKey = useRef(NAVIGATION_MAX);
  const [rows, setRows] = useState(() => parseLinks(defaultValue).map((link, key) => ({ ...link, key })));

  function change(next: typeof rows) {
    setRows(next);
    if (!text.current) return;
    text.current.value = writeLinks(next.filter(({ label, url }) => label.trim() !== "" || url.trim() !== ""));
    // What is set by a script is no input; the form is changed all the same.
    text.current.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const edit = (at: number, part: { label?: string; url?: string }) =>
    change(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  function move(from: number, to: number) {
    const next = rows.filter((_, index) => index !== from);
    const [moved] = rows.slice(from, from + 1);
    if (moved) next.splice(to, 0, moved);
    change(next);
  }

  return (
    <fieldset aria-describedby={error && `${id}-error`}>
      <legend className="font-medium">Links</legend>
      <p className="text-note text-ink-soft">
        On top of every page: a path of this site, such as /about, or a URL elsewhere.
      </p>
      <div className="mt-2 hidden no-script:block">
        <Field
          ref={text}
          name={name}
          label="One a line: label | address"
          rows={4}
          defaultValue={defaultValue}
          spellCheck={false}
          autoCapitalize="none"
        />
      </div>
      <ol className="mt-3 space-y-3 no-script:hidden">
        {rows.map(({ key, label, url }, index) => {
          const called = label || `link ${index + 1}`;
          return (
            <li key={key} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-2 gap-y-1">
              <input
                aria-label={`Label of link ${index + 1}`}
                value={label}
                maxLength={SITE_TEXT_MAX.label}
                onChange={({ target }) => edit(index, { label: target.value })}
                placeholder="Label"
                className={control}
              />
              <input
                aria-label={`Address of link ${index + 1}`}
                value={url}
                onChange={({ target }) => edit(index, { url: target.value })}
                placeholder="/about"
                autoCapitalize="none"
                spellCheck={false}
                className={control}
              />
              <div className="col-span-2 flex gap-x-4 text-note">
                {index > 0 && (
                  <Button variant="text" aria-label={`Move ${called} up`} onClick={() => move(index, index - 1)}>
                    Up
                  </Button>
                )}{" "}
                {index < rows.length - 1 && (
                  <Button variant="text" aria-label={`Move ${called} down`} onClick={() => move(index, index + 1)}>
                    Down
                  </Button>
                )}{" "}
                <Button
                  variant="text"
                  aria-label={`Remove ${called}`}
                  onClick={() => change(rows.filter((_, other) => other !== index))}
                >
                  Remove
                </Button>
              </div>
            </li>
          );
        })}
      </ol>
      {rows.length < NAVIGATION_MAX && (
        <Button
          variant="quiet"
          className="mt-3 no-script:hidden"
          onClick={() => change([...rows, { label: "", url: "", key: nextKey.current++ }])}
        >
          Add a link
        </Button>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  );
}
