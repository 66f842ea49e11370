import { type FormEvent, useId } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Field } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Select } from "#components/ui/select";
import { useAction } from "#lib/client/use-action";
import type { RejectedForm } from "#lib/shared/forms";
import { AUTHOR_FIELD } from "#lib/shared/import-states";
import type { Import } from "#lib/shared/imports";

/** How many authors may be mapped here: those with the most posts. */
const AUTHORS_SHOWN = 50;

type Props = {
  shown: Import;
  accounts: { name: string; email: string }[];
  /** The label of the button that imports. */
  action: string;
  refused: RejectedForm | null;
  onStart: (state: "checking" | "importing", values: Record<string, string>) => Promise<void>;
};

const FORMS = { "check-import": "checking", "start-import": "importing" } as const;
type FormName = keyof typeof FORMS;

const textsIn = (form: HTMLFormElement) =>
  Object.fromEntries(
    [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

/** The options of an import, with buttons to import and to check again. */
export function OptionsForm({ shown: { id, options, report }, accounts, action, refused, onStart }: Props) {
  const errorId = useId();
  const rejected = refused && Object.hasOwn(FORMS, refused.form) ? refused : null;
  const { error, isBusy, run } = useAction(
    async (form: HTMLFormElement, name: FormName) => onStart(FORMS[name], textsIn(form)),
    { initialError: rejected },
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const isCheck = submitter instanceof HTMLButtonElement && submitter.value === "check-import";
    void run(event.currentTarget, isCheck ? "check-import" : "start-import");
  }

  const named = (report?.authors ?? []).filter(({ name }) => name !== "");
  const authors = accounts.length > 1 ? named.toSorted((a, b) => b.posts - a.posts).slice(0, AUTHORS_SHOWN) : [];
  const emailOf = (name: string) =>
    rejected?.typed[AUTHOR_FIELD + name] ?? options.authors.find((one) => one.name === name)?.email ?? "";
  const choices = accounts.map(({ email, name }) => ({ value: email, label: `${name} (${email})` }));
  const siteError = error?.fields.site?.[0];
  return (
    <form method="post" noValidate onSubmit={submit} className="max-w-md space-y-6">
      <input type="hidden" name="id" value={id} />
      <Field
        name="site"
        type="url"
        label="Address of the old site"
        hint={
          report?.source.site
            ? `The source says ${report.source.site}. Links to another address are rewritten too if you name it.`
            : "The source does not name it. With it, links that begin with it lead to the posts here."
        }
        placeholder="https://old.example"
        defaultValue={rejected?.typed.site ?? options.site ?? ""}
        error={siteError}
        autoComplete="off"
      />
      {authors.length > 0 && (
        <fieldset className="space-y-4">
          <legend className="font-medium">Whose posts they become</legend>
          {authors.map(({ name, posts }) => (
            <Select
              key={name}
              name={AUTHOR_FIELD + name}
              label={name}
              hint={posts === 1 ? "1 post" : `${posts.toLocaleString("en")} posts`}
              defaultValue={emailOf(name)}
              options={[{ value: "", label: "Yours" }, ...choices]}
            />
          ))}
        </fieldset>
      )}
      <Checkbox
        name="downloadImages"
        label="Download images"
        hint="Those that the source does not have, from where the texts show them. Keep the old site until then."
        defaultValue={rejected ? rejected.typed.downloadImages : String(options.downloadImages)}
      />
      {error && !siteError && (
        <Notice kind="error" id={errorId}>
          {Object.values(error.fields)[0]?.[0] ?? error.title}.
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="form" value="start-import" isBusy={isBusy}>
          {action}
        </Button>{" "}
        <Button type="submit" name="form" value="check-import" variant="quiet" isBusy={isBusy}>
          {report ? "Check again" : "Check"}
        </Button>
      </div>
    </form>
  );
}
