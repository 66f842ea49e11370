import { Fragment, type ReactNode } from "react";
import type { Reply } from "#lib/shared/reference";
import { TypeText } from "./field-list.tsx";
import { InlineText } from "./inline-text.tsx";

/** The anchor of a header. */
export const headerAnchor = (name: string) => `header-${name.toLowerCase()}`;

/** Names separated by commas. */
function Enumeration({ names, each }: { names: string[]; each: (name: string) => ReactNode }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ", "}
      {each(name)}
    </Fragment>
  ));
}

const headerLink = (name: string) => <a href={`#${headerAnchor(name)}`}>{name}</a>;
const problemLink = (type: string) => <a href={`/docs/errors#${type}`}>{type}</a>;

type Props = { replies: Reply[] };

/** The successful replies. */
export function ReplyList({ replies }: Props) {
  return (
    <dl className="entries">
      {replies.map(({ status, description = "", type, schema, headers = [] }) => (
        <div key={status}>
          <dt>
            <code>{status}</code>
          </dt>
          <dd>
            <p>
              <InlineText text={description} />
              {type && (
                <span className="soft">
                  {" · "}
                  <TypeText type={type} schema={schema} />
                </span>
              )}
            </p>
            {headers.length > 0 && (
              <p className="soft">
                with <Enumeration names={headers} each={headerLink} />
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The error replies, each linked to its type. */
export function FailureList({ replies }: Props) {
  const names = [...new Set(replies.flatMap(({ headers = [] }) => headers))];
  const common = names.filter((name) => replies.every(({ headers = [] }) => headers.includes(name)));
  return (
    <>
      <ul className="failures">
        {replies.map(({ status, problems = [], headers = [] }) => {
          const own = headers.filter((name) => !common.includes(name));
          return (
            <li key={status}>
              <code>{status}</code> <Enumeration names={problems} each={problemLink} />
              {own.length > 0 && (
                <span className="soft">
                  {" with "}
                  <Enumeration names={own} each={headerLink} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {common.length > 0 && (
        <p className="small soft">
          All of them with <Enumeration names={common} each={headerLink} />.
        </p>
      )}
    </>
  );
}
