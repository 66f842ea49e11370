import { InlineText } from "./inline-text.tsx";

export type ErrorType = { type: string; status: number; title: string; help: string };

type Props = { errors: ErrorType[] };

/** Every error, at the anchor that the `type` of a problem links to. */
export function ErrorList({ errors }: Props) {
  return (
    <div className="prose">
      {errors.map(({ type, status, title, help }) => (
        <section key={type} className="entry" aria-labelledby={type}>
          <h2 id={type}>{title}</h2>
          <p className="mono-line">
            {status} <a href={`#${type}`}>{type}</a>
          </p>
          <p>
            <InlineText text={help} />
          </p>
        </section>
      ))}
    </div>
  );
}
