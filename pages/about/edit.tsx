import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { AccountForm } from "#components/accounts/account-form";
import { RefusalNote } from "#components/accounts/refusal-note";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Field } from "#components/ui/field";
import { Link } from "#components/ui/link";
import { useSaveAbout } from "#lib/client/use-about";
import { signInFirst } from "#lib/server/accounts/return-path";
import { database } from "#lib/server/db/current";
import { readAbout } from "#lib/server/site/about";
import { takeAboutForm } from "#lib/server/site/about-page";
import { isOwner, visitorOf } from "#lib/server/viewer";
import type { About } from "#lib/shared/about";
import type { RefusedForm } from "#lib/shared/forms";

type Props = { about: About; refused: RefusedForm | null };

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const visitor = await visitorOf(context.req);
  if (!isOwner(visitor)) return visitor.id === null ? signInFirst("/about/edit") : { notFound: true };
  const outcome = await takeAboutForm(context);
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
        <RefusalNote refused={refused} />
        <div className="sheet">
          <div className="sheet-text space-y-8">
            <AccountForm
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
                    hint="Markdown. Everybody can read it."
                    rows={16}
                    required
                    dir="auto"
                  />
                );
              }}
            </AccountForm>
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
