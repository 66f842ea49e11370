import type { ReactNode } from "react";
import type { Operation } from "#lib/shared/reference";
import { FieldList } from "./field-list.tsx";
import { InlineText } from "./inline-text.tsx";
import { FailureList, ReplyList } from "./reply-list.tsx";

type Props = {
  operation: Operation;
  /** The names of headers that every reply has: said once, elsewhere. */
  everywhere: string[];
  /** A way to try it. */
  children?: ReactNode;
};

/** One endpoint: what it takes and what it answers. */
export function OperationView({ operation, everywhere, children }: Props) {
  const { id, method, path, summary, description, isDeprecated, parameters, body, replies } = operation;
  const shown = replies.map((reply) => ({
    ...reply,
    headers: reply.headers?.filter((name) => !everywhere.includes(name)),
  }));
  return (
    <section className="entry" aria-labelledby={id}>
      <h3 id={id}>{summary}</h3>
      <p className="mono-line">
        <a href={`#${id}`}>
          <b>{method}</b> {path}
        </a>
        {isDeprecated && <span className="soft"> deprecated</span>}
      </p>
      {description && (
        <p>
          <InlineText text={description} />
        </p>
      )}
      {parameters && (
        <>
          <h4>Parameters</h4>
          <FieldList fields={parameters} note={(parameter) => `in ${parameter.in}`} />
        </>
      )}
      {body && (
        <>
          <h4>Body</h4>
          <p className="small">
            {body.mediaTypes.map((type, place) => (
              <span key={type}>
                {place > 0 && ", "}
                <code>{type}</code>
              </span>
            ))}
          </p>
          <FieldList fields={body.fields} />
          {body.ignored && (
            <p className="small">
              May be sent and change nothing:{" "}
              {body.ignored.map((name, place) => (
                <span key={name}>
                  {place > 0 && ", "}
                  <code>{name}</code>
                </span>
              ))}
              .
            </p>
          )}
        </>
      )}
      <h4>Replies</h4>
      <ReplyList replies={shown.filter(({ problems }) => !problems)} />
      <h4>Failures</h4>
      <FailureList replies={shown.filter(({ problems }) => problems)} />
      {children}
    </section>
  );
}
