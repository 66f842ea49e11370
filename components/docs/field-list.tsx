import { Fragment, type ReactNode } from "react";
import type { Field, TypeName } from "#lib/shared/reference";
import { InlineText } from "./inline-text.tsx";

/** A type, which leads to its fields where it has a name. */
export function TypeText({ type, schema }: TypeName) {
  if (!schema) return type;
  const [before, after] = type.split(schema);
  return (
    <>
      {before}
      <a href={`#${schema}`}>{schema}</a>
      {after}
    </>
  );
}

function Values({ values }: { values: string[] }) {
  return (
    <p>
      One of{" "}
      {values.map((value, place) => (
        <Fragment key={value}>
          {place > 0 && ", "}
          <code>{value}</code>
        </Fragment>
      ))}
    </p>
  );
}

type Props<F extends Field> = {
  fields: F[];
  /** Put before a name, as `author.` for the parts of `author`. */
  prefix?: string;
  /** Of a reply, whose fields are there unless they say that they may be missing. */
  isReply?: boolean;
  /** What else there is to say of a field, beside its type. */
  note?: (field: F) => ReactNode;
};

/** Fields with their types, limits and meanings; the parts of a field follow it. */
export function FieldList<F extends Field>({ fields, prefix = "", isReply = false, note }: Props<F>) {
  return (
    <dl className="entries">
      {fields.map((field) => (
        <div key={field.name}>
          <dt>
            <code>
              {prefix}
              {field.name}
            </code>{" "}
            {field.isRequired && !isReply && <span className="mark">required</span>}
            {!field.isRequired && isReply && <span className="soft">optional</span>}
          </dt>
          <dd>
            <p className="soft">
              {[<TypeText key="type" {...field} />, note?.(field), ...(field.limits ?? [])]
                .filter(Boolean)
                .map((part, place) => (
                  <Fragment key={place}>
                    {place > 0 && " · "}
                    {part}
                  </Fragment>
                ))}
            </p>
            {field.description && (
              <p>
                <InlineText text={field.description} />
              </p>
            )}
            {field.values && <Values values={field.values} />}
            {field.fields && <FieldList fields={field.fields} prefix={`${prefix}${field.name}.`} isReply={isReply} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
