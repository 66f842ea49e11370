import { Fragment, type ReactNode } from "react";
import type { Reply } from "#lib/shared/reference";
import { TypeText } from "./field-list.tsx";
import { InlineText } from "./inline-text.tsx";

/** Where a header is explained. */
export const headerAnchor = (name: string) => `header-${name.toLowerCase()}`;

/** Things with commas between them. */
function Enumeration({ names, each }: { names: string[]; each: (name: string) => ReactNode }) {
  return names.map((name, place) => (
    <Fragment key={name}>
      {place > 0 && ", "}
      {each(name)}
    </Fragment>
  ));
}

const headerLink = (name: string) => <a href={`#${headerAnchor(name)}`}>{name}</a>;
const problemLink = (type: string) => <a href={`/docs/errors#${type}`}>{type}</a>;

type Props = { replies: Reply[] };

/** What a request is answered when all is well. */
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

/** What a request is answered when something is wrong: the types, which lead to what to do then. */
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
