import type { ReactNode } from "react";
import type { Operation, Reference } from "#lib/shared/reference";
import { FieldList } from "./field-list.tsx";
import { InlineText } from "./inline-text.tsx";
import { OperationView } from "./operation-view.tsx";
import { headerAnchor } from "./reply-list.tsx";

type Props = {
  reference: Reference;
  /** The form to try an operation. */
  form?: (operation: Operation) => ReactNode;
};

/** The API reference: an index of endpoints, each endpoint, then bodies and headers. */
export function ReferenceView({ reference: { intro, groups, schemas, headers }, form }: Props) {
  const everywhere = headers.flatMap(({ name, isEverywhere }) => (isEverywhere ? [name] : []));
  return (
    <div className="prose">
      {intro.split("\n\n").map((paragraph) => (
        <p key={paragraph}>
          <InlineText text={paragraph} />
        </p>
      ))}
      <p>
        The same for programs, as OpenAPI 3.1: <a href="/api/openapi.json">/api/openapi.json</a>.
      </p>
      <nav aria-label="Endpoints" className="endpoints">
        {groups.map(({ name, operations }) => (
          <ul key={name} aria-label={name}>
            {operations.map(({ id, method, path, summary }) => (
              <li key={id}>
                <a href={`#${id}`}>
                  <code>
                    <b>{method}</b> {path}
                  </code>{" "}
                  <span>{summary}</span>
                </a>
              </li>
            ))}
          </ul>
        ))}
      </nav>
      {groups.map(({ name, description, operations }) => (
        <section key={name} aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`}>{name}</h2>
          <p>{description}.</p>
          {operations.map((operation) => (
            <OperationView key={operation.id} operation={operation} everywhere={everywhere}>
              {form?.(operation)}
            </OperationView>
          ))}
        </section>
      ))}
      <section aria-labelledby="schemas">
        <h2 id="schemas">Bodies</h2>
        <p>What replies are made of.</p>
        {schemas.map(({ name, fields }) => (
          <section key={name} className="entry" aria-labelledby={name}>
            <h3 id={name}>{name}</h3>
            <FieldList fields={fields} isReply />
          </section>
        ))}
      </section>
      <section aria-labelledby="headers">
        <h2 id="headers">Headers of replies</h2>
        <dl className="entries">
          {headers.map(({ name, description, example, isEverywhere }) => (
            <div key={name} id={headerAnchor(name)}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                <p>
                  <InlineText text={description} />
                  {isEverywhere && ". Every reply has it"}
                </p>
                <p className="soft">
                  <code>{example}</code>
                </p>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
