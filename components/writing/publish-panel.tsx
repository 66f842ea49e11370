import {
  type ComponentProps,
  type ComponentType,
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useState,
} from "react";
import { useOpenDetails } from "#lib/client/use-open-details";
import { TEXT_FIELD_NAMES } from "#lib/shared/post-fields";
import type { PostFormValues, Publication } from "#lib/shared/post-form";
import type { FieldErrors } from "#lib/shared/problems";
import { EditorFields } from "./editor-fields.tsx";
import { SaveButton } from "./save-button.tsx";

const LABELS: Record<Publication | "new", Record<Publication, string>> = {
  new: { published: "Publish", draft: "Save draft", scheduled: "Schedule" },
  draft: { published: "Publish", draft: "Save draft", scheduled: "Schedule" },
  scheduled: { published: "Publish", draft: "Save draft", scheduled: "Update" },
  published: { published: "Update", draft: "Save draft", scheduled: "Schedule" },
};

type ListPreviewProps = ComponentProps<typeof import("./list-preview.tsx").ListPreview>;

/** Where it cannot be loaded, such as after a new build, the panel does without it. */
const ListPreview = lazy<ComponentType<ListPreviewProps>>(() =>
  import("./panel-parts.tsx").then(
    ({ ListPreview }) => ({ default: ListPreview }),
    () => ({ default: () => null }),
  ),
);

type Props = {
  name: "create" | "save";
  fields: PostFormValues;
  errors: FieldErrors;
  /** How the post is stored now. */
  stored: Publication | "new";
  canSaveDraft: boolean;
  isBusy: boolean;
  /** The rendered content. */
  html: string;
  /** The post as it is stored; undefined for a new one. */
  post: ListPreviewProps["post"];
  onToggle: (isOpen: boolean) => void;
  form: RefObject<HTMLFormElement | null>;
  children?: ReactNode;
};

const PANEL_FIELDS = new RegExp(
  `^(?:${[...TEXT_FIELD_NAMES.filter((name) => name !== "title" && name !== "content"), "publishedAt"].join("|")})\\b`,
);

/** The panel to publish: everything about a post but its title and its text. */
export function PublishPanel({
  name,
  fields,
  errors,
  stored,
  canSaveDraft,
  isBusy,
  html,
  post,
  onToggle,
  form,
  children,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  const [publication, setPublication] = useState(fields.publication);
  const hasError = Object.keys(errors).some((path) => PANEL_FIELDS.test(path));
  const { ref: panel, open } = useOpenDetails(hasError);
  const label = LABELS[stored][publication];
  return (
    <details
      ref={panel}
      open={open}
      data-panel
      className="relative min-w-0 max-w-full narrow:open:w-full"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        onToggle(currentTarget.open);
      }}
      onKeyDown={(event) => {
        // Publishing is deliberate: a button, not Enter in a field.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
        if (event.key !== "Escape" || !panel.current?.open) return;
        panel.current.open = false;
        panel.current.querySelector("summary")?.focus();
      }}
    >
      <summary className="ml-auto min-h-11 w-fit cursor-pointer list-none rounded-sm bg-ink px-5 py-2.5 font-medium text-paper hover:bg-accent [&::-webkit-details-marker]:hidden">
        {stored === "published" || stored === "scheduled" ? "Update…" : "Publish…"}
      </summary>
      <div
        className="mt-3 max-h-[calc(100dvh-14.5rem)] narrow:max-h-[calc(100dvh-13rem-var(--keyboard,0px))] space-y-7 overflow-y-auto overscroll-contain rounded-sm border border-edge bg-paper p-5 wide:absolute wide:right-0 wide:z-20 wide:w-[26rem]"
        onChange={({ target }) => {
          if (target instanceof HTMLInputElement && target.name === "publication") {
            setPublication(target.value as Publication);
          }
        }}
      >
        <EditorFields
          fields={fields}
          errors={errors}
          stored={stored}
          canSaveDraft={canSaveDraft}
          isShown={isOpen}
          form={form}
        />
        {isOpen && (
          <Suspense>
            <ListPreview form={form} html={html} post={post} />
          </Suspense>
        )}
        <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap items-center gap-x-5 gap-y-3 border-t border-rule bg-paper px-5 py-3">
          <SaveButton name={name} isBusy={isBusy}>
            {label}
          </SaveButton>{" "}
          {children}
        </div>
      </div>
    </details>
  );
}
