import { useRef } from "react";
import { Field } from "#components/ui/field";
import type { PostFormValues, Publication } from "#lib/shared/post-form";
import type { FieldErrors } from "#lib/shared/problems";
import { PublicationField } from "./publication-field.tsx";
import { editByKey, Toolbar } from "./toolbar.tsx";

type Props = {
  /** What stands in them to begin with. */
  fields: PostFormValues;
  faults: FieldErrors;
  state: Publication | "new";
  /** Whether whoever writes could come back to a draft. */
  mayKeep: boolean;
  onWrite: (content: string) => void;
};

const ORDER = ["title", "content", "tags", "excerpt"] as const;

/** What is wrong with a field or, as with `tags.2`, with a part of it. */
function faultOf(faults: FieldErrors, name: string): string | undefined {
  const [, messages] = Object.entries(faults).find(([path]) => path === name || path.startsWith(`${name}.`)) ?? [];
  return messages?.[0];
}

/** Everything there is to say of a post. The fields hold it, not React: what was typed before the script came is there too. */
export function EditorFields({ fields, faults, state, mayKeep, onWrite }: Props) {
  const content = useRef<HTMLTextAreaElement>(null);
  const firstWrong = ORDER.find((name) => faultOf(faults, name));
  const told = (name: keyof PostFormValues) => ({
    name,
    defaultValue: fields[name],
    error: faultOf(faults, name),
    // Of a plain form that was refused; with a script the focus is moved.
    autoFocus: name === firstWrong,
  });
  return (
    <>
      <Field {...told("title")} label="Title" required autoComplete="off" isLarge />
      <Field
        {...told("content")}
        ref={content}
        label="Content"
        required
        rows={12}
        tools={<Toolbar field={content} />}
        onInput={({ currentTarget }) => onWrite(currentTarget.value)}
        onKeyDown={editByKey}
      />
      <Field
        {...told("tags")}
        label="Tags"
        hint="Optional: a few words, separated by commas."
        autoComplete="off"
        autoCapitalize="none"
      />
      <Field
        {...told("excerpt")}
        label="Excerpt"
        hint="Optional: a line or two for lists, instead of the beginning of the text."
        autoComplete="off"
      />
      {mayKeep && (
        <PublicationField
          state={state}
          publication={fields.publication}
          publishAt={fields.publishAt}
          error={faultOf(faults, "publishedAt")}
        />
      )}
    </>
  );
}
