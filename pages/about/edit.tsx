import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Field } from "#components/ui/field";
import { Link } from "#components/ui/link";
import { useSaveAbout } from "#lib/client/use-about";
import { denyUnlessOwner } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { readAbout } from "#lib/server/site/about";
import { handleAboutForm } from "#lib/server/site/pages/about-page";
import type { About } from "#lib/shared/about";
import type { RejectedForm } from "#lib/shared/forms";

type Props = { about: About; refused: RejectedForm | null };

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const denied = await denyUnlessOwner(context.req, "/about/edit");
  if (denied) return denied;
  const outcome = await handleAboutForm(context);
  if ("redirect" in outcome) return outcome;
  return { props: { about: await readAbout(await database()), refused: outcome.refused } };
};

export default function EditAboutPage({ about, refused }: Props) {
  const save = useSaveAbout(about);
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
              name="about"
              action="Save"
              hidden={{ version: String(about.version) }}
              refused={refused}
              isWide
              onSubmit={async ({ content = "" }) => {
                await save(content);
                await router.push("/about");
              }}
            >
              {(field) => {
                const { defaultValue = about.content, ...rest } = field("content");
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
