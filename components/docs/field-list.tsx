import { Fragment, type ReactNode } from "react";
import type { Field, TypeName } from "#lib/shared/reference";
import { InlineText } from "./inline-text.tsx";

/** The name of a type; a schema links to its fields. */
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
      {values.map((value, index) => (
        <Fragment key={value}>
          {index > 0 && ", "}
          <code>{value}</code>
        </Fragment>
      ))}
    </p>
  );
}

type Props<F extends Field> = {
  fields: F[];
  /** Prefix of the names, as `author.` for the fields of `author`. */
  prefix?: string;
  /** In a reply optional fields are labelled; in a request, required ones. */
  isReply?: boolean;
  /** Text after the type. */
  note?: (field: F) => ReactNode;
};

/** Fields with their types, limits and descriptions; nested fields follow. */
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
                .map((item, index) => (
                  <Fragment key={index}>
                    {index > 0 && " · "}
                    {item}
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
