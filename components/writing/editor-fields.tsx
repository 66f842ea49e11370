import { Fragment, type ReactNode, useRef } from "react";
import { Field } from "#components/ui/field";
import { TEXT_FIELD_NAMES, TEXT_FIELDS, type TextFieldName } from "#lib/shared/post-fields";
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

/** What is wrong with a field or, as with `tags.2`, with a part of it. */
function faultOf(faults: FieldErrors, name: string): string | undefined {
  const [, messages] = Object.entries(faults).find(([path]) => path === name || path.startsWith(`${name}.`)) ?? [];
  return messages?.[0];
}

/** Everything there is to say of a post. The fields hold it, not React: what was typed before the script came is there too. */
export function EditorFields({ fields, faults, state, mayKeep, onWrite }: Props) {
  const content = useRef<HTMLTextAreaElement>(null);
  const firstWrong = TEXT_FIELD_NAMES.find((name) => faultOf(faults, name));
  const props = (name: TextFieldName) => ({
    name,
    label: TEXT_FIELDS[name].label,
    required: TEXT_FIELDS[name].isRequired,
    defaultValue: fields[name],
    error: faultOf(faults, name),
    // For a rejected form without a script; with one the focus is moved.
    autoFocus: name === firstWrong,
  });
  const special: Partial<Record<TextFieldName, ReactNode>> = {
    title: <Field {...props("title")} autoComplete="off" isLarge />,
    content: (
      <Field
        {...props("content")}
        ref={content}
        rows={12}
        tools={<Toolbar field={content} />}
        onInput={({ currentTarget }) => onWrite(currentTarget.value)}
        onKeyDown={editByKey}
      />
    ),
    tags: (
      <Field
        {...props("tags")}
        hint="Optional: a few words, separated by commas."
        autoComplete="off"
        autoCapitalize="none"
      />
    ),
    excerpt: (
      <Field
        {...props("excerpt")}
        hint="Optional: a line or two for lists, instead of the beginning of the text."
        autoComplete="off"
      />
    ),
  };
  return (
    <>
      {TEXT_FIELD_NAMES.map((name) => (
        <Fragment key={name}>{special[name] ?? <Field {...props(name)} />}</Fragment>
      ))}
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
