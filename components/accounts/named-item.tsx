import { Fragment, type ReactNode } from "react";
import { ConfirmedForm } from "#components/forms/confirmed-form";

type Props = {
  id: string;
  name: string;
  /** Short facts about the item. */
  facts: ReactNode[];
  /** The form's name, the button's verb, and the texts of the dialog. */
  action: { form: string; verb: string; title: string; action: string; failure: string };
  /** Runs after confirmation; an ApiError is shown. */
  onAction: () => Promise<void>;
  /** The consequences. */
  children: ReactNode;
};

/** A named item of a list, with one action that needs confirmation. */
export function NamedItem({ id, name, facts, action: { form, verb, ...texts }, onAction, children }: Props) {
  return (
    <>
      <div className="min-w-0 grow basis-56">
        <p dir="auto" className="font-medium">
          {name}
        </p>
        <p className="flex flex-wrap gap-x-4 text-note text-ink-soft">
          {facts.map((fact, index) => (
            <Fragment key={index}>
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
        {...texts}
        onConfirm={onAction}
      >
        <p dir="auto">{children}</p>
      </ConfirmedForm>
    </>
  );
}
