import { Fragment, type ReactNode } from "react";
import { ConfirmedForm } from "#components/forms/confirmed-form";

type Props = {
  id: string;
  name: string;
  /** What is to be known of it, each in a few words. */
  facts: ReactNode[];
  /** Which of the page's forms ends it, and in which words. */
  end: { form: string; verb: string; title: string; action: string; failure: string };
  /** Ends it; what it rejects with is shown. */
  onEnd: () => Promise<void>;
  /** What comes of its end. */
  children: ReactNode;
};

/** Something that a person has named, in a list, and its end. */
export function NamedItem({ id, name, facts, end: { form, verb, ...words }, onEnd, children }: Props) {
  return (
    <>
      <div className="min-w-0 grow basis-56">
        <p dir="auto" className="font-medium">
          {name}
        </p>
        <p className="flex flex-wrap gap-x-4 text-note text-ink-soft">
          {facts.map((fact, at) => (
            <Fragment key={at}>
              <span className="whitespace-nowrap">{fact}</span>{" "}
            </Fragment>
          ))}
        </p>
      </div>
      <ConfirmedForm
        name={form}
        id={id}
        label={
          <>
            {verb}
            <span className="sr-only"> {name}</span>
          </>
        }
        {...words}
        onConfirm={onEnd}
      >
        <p dir="auto">{children}</p>
      </ConfirmedForm>
    </>
  );
}
