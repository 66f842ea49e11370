import type { ReactNode } from "react";
import type { Operation } from "#lib/shared/reference";
import { FieldList } from "./field-list.tsx";
import { InlineText } from "./inline-text.tsx";
import { FailureList, ReplyList } from "./reply-list.tsx";

type Props = {
  operation: Operation;
  /** The headers of every reply, which are listed once elsewhere. */
  everywhere: string[];
  /** The form to try it. */
  children?: ReactNode;
};

/** One endpoint with its parameters, body and replies. */
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
            {body.mediaTypes.map((type, index) => (
              <span key={type}>
                {index > 0 && ", "}
                <code>{type}</code>
              </span>
            ))}
          </p>
          <FieldList fields={body.fields} />
          {body.ignored && (
            <p className="small">
              May be sent and change nothing:{" "}
              {body.ignored.map((name, index) => (
                <span key={name}>
                  {index > 0 && ", "}
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
