import type { InferGetServerSidePropsType } from "next";
import { useRouter } from "next/router";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Field } from "#components/ui/field";
import { Link } from "#components/ui/link";
import { useSaveAbout } from "#lib/client/use-about";
import { getAboutEditorProps } from "#lib/server/site/pages/about-editor";

export const getServerSideProps = getAboutEditorProps;

export default function EditAboutPage({
  post: { content, version },
  posted: { refused },
}: InferGetServerSidePropsType<typeof getServerSideProps>) {
  const save = useSaveAbout({ content, version, updatedAt: null });
  const router = useRouter();
  return (
    <>
      <PageHead title="Edit “About”" isPrivate />
      <PageTitle title="Edit “About”" />
      <div className="mt-8">
        <FormError refused={refused} />
        <div className="sheet">
          <div className="sheet-text space-y-8">
            <ActionForm
              name="save"
              action="Save"
              hidden={{ version: String(version) }}
              refused={refused}
              isWide
              onSubmit={async ({ content: typed = "" }) => {
                await save(typed);
                await router.push("/about");
              }}
            >
              {(field) => {
                const { defaultValue = content, ...rest } = field("content");
                return (
                  <Field
                    {...rest}
                    defaultValue={defaultValue}
                    label="Text"
                    hint="Markdown. Everyone can read it."
                    rows={16}
                    required
                    dir="auto"
                  />
                );
              }}
            </ActionForm>
            <p>
              <Link href="/about" className="link">
                Leave it as it is
              </Link>
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
