import { Fragment, type ReactNode, type RefObject } from "react";
import { useSite } from "#components/site/site-context";
import { Field } from "#components/ui/field";
import { useFormText } from "#lib/client/use-form-text";
import { useOpenDetails } from "#lib/client/use-open-details";
import { COMMON_LANGUAGES } from "#lib/shared/languages";
import { TEXT_FIELD_NAMES, TEXT_FIELDS, type TextFieldName } from "#lib/shared/post-fields";
import type { PostFormValues, Publication } from "#lib/shared/post-form";
import type { FieldErrors } from "#lib/shared/problems";
import { postSlug } from "#lib/shared/slug";
import { CoverField } from "./cover-field.tsx";
import { ExcerptField } from "./excerpt-field.tsx";
import { PublicationField } from "./publication-field.tsx";
import { TagsField } from "./tags-field.tsx";

type Props = {
  /** The initial values. */
  fields: PostFormValues;
  errors: FieldErrors;
  /** How the post is stored now. */
  stored: Publication | "new";
  /** Whether the viewer could open a draft again. */
  canSaveDraft: boolean;
  /** Whether the panel is open. */
  isShown: boolean;
  form: RefObject<HTMLFormElement | null>;
};

/** The fields of the sheet; all others are in the panel. */
const SHEET_FIELDS: TextFieldName[] = ["title", "content"];

/** The fields that few posts need: below the others, folded away while they are empty. */
const MORE_FIELDS: TextFieldName[] = ["slug", "canonicalUrl", "language"];

/** The error of a field or, as `tags.2`, of one of its items. */
function errorOf(errors: FieldErrors, name: string): string | undefined {
  const [, messages] = Object.entries(errors).find(([path]) => path === name || path.startsWith(`${name}.`)) ?? [];
  return messages?.[0];
}

/** The fields of a post besides its title and text. They are uncontrolled, so that text typed before hydration stays. */
export function EditorFields({ fields, errors, stored, canSaveDraft, isShown, form }: Props) {
  const site = useSite();
  const title = useFormText(form, "title", fields.title);
  const more = useOpenDetails(MORE_FIELDS.some((name) => fields[name] !== "" || errorOf(errors, name)));
  const firstInvalid = TEXT_FIELD_NAMES.find((name) => errorOf(errors, name));
  const props = (name: TextFieldName) => ({
    name,
    label: TEXT_FIELDS[name].label,
    required: TEXT_FIELDS[name].isRequired,
    defaultValue: fields[name],
    error: errorOf(errors, name),
    // After a form post without JavaScript; otherwise an effect moves the focus.
    autoFocus: name === firstInvalid,
  });
  const special: Partial<Record<TextFieldName, ReactNode>> = {
    tags: <TagsField {...props("tags")} />,
    excerpt: <ExcerptField {...props("excerpt")} />,
    cover: <CoverField {...props("cover")} isShown={isShown} />,
    slug: (
      <Field
        {...props("slug")}
        hint="Optional: the end of the post’s URL, instead of one generated from the title."
        placeholder={title.trim() === "" ? undefined : postSlug(title)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    ),
    canonicalUrl: (
      <Field
        {...props("canonicalUrl")}
        type="url"
        hint="Optional: where the post was first published, if elsewhere, for search engines."
        autoComplete="off"
      />
    ),
    language: (
      <div className="max-w-xs">
        <Field
          {...props("language")}
          hint={`Optional: a language tag such as fr or pt-BR, where it is not ${site.language}.`}
          list="languages"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <datalist id="languages">
          {Object.entries(COMMON_LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} label={name} />
          ))}
        </datalist>
      </div>
    ),
  };
  const field = (name: TextFieldName) => <Fragment key={name}>{special[name] ?? <Field {...props(name)} />}</Fragment>;
  return (
    <>
      {TEXT_FIELD_NAMES.filter((name) => ![...SHEET_FIELDS, ...MORE_FIELDS].includes(name)).map(field)}
      <details {...more}>
        <summary className="w-fit cursor-pointer py-2 font-medium">More settings</summary>
        <div className="mt-4 space-y-7">{MORE_FIELDS.map(field)}</div>
      </details>
      {canSaveDraft && (
        <PublicationField
          stored={stored}
          publication={fields.publication}
          publishAt={fields.publishAt}
          scheduledFor={fields.scheduledFor}
          error={errorOf(errors, "publishedAt")}
        />
      )}
    </>
  );
}
