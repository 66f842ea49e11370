import type { GetServerSideProps } from "next";
import { useState } from "react";
import { AccountLayout } from "#components/accounts/account-layout";
import { OwnerList } from "#components/accounts/owner-list";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { RedirectItem } from "#components/redirects/redirect-item";
import { Field } from "#components/ui/field";
import type { Status } from "#components/ui/status-line";
import { useRedirects } from "#lib/client/use-redirects";
import { loadRedirectsPage } from "#lib/server/redirects/pages/redirects-page";
import type { RejectedForm } from "#lib/shared/forms";
import { REDIRECTS_PAGE_PATH } from "#lib/shared/owner-paths";

type Props = {
  /** The cursor of this page. */
  after: string | null;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = loadRedirectsPage;

export default function RedirectsPage({ after, refused }: Props) {
  const { redirects, next, add, deleteRedirect } = useRedirects(after ?? undefined);
  const [status, setStatus] = useState<Status>();
  return (
    <AccountLayout
      title="Redirects"
      lead="Paths that lead elsewhere, for good: those of another site that this one replaces, and any of your own. A post whose slug changes needs none."
      viewerRole="owner"
    >
      <FormError refused={refused} forms={["delete-redirect"]} />
      <div className="sheet pb-8">
        <div className="sheet-text">
          <ActionForm
            name="add-redirect"
            action="Add redirect"
            refused={refused}
            isCleared
            onSubmit={async ({ path = "", url = "" }) => {
              setStatus(undefined);
              const { location } = await add(path, url);
              setStatus({ text: `${path} leads to ${location}.` });
            }}
          >
            {(field) => (
              <>
                <Field
                  {...field("path")}
                  label="From"
                  hint="A path of this site, such as /2019/05/hello.html or /?p=123."
                  required
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
                <Field
                  {...field("url")}
                  label="To"
                  hint="A post or another page, such as /blog/3, or a URL elsewhere."
                  required
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              </>
            )}
          </ActionForm>
        </div>
      </div>
      <OwnerList
        name="Redirects"
        status={status}
        empty={after ? "No more redirects." : "No redirects yet."}
        pages={{ path: REDIRECTS_PAGE_PATH, first: "First page", further: "Next page", after, next }}
      >
        {redirects.map((redirect) => (
          <li key={redirect.path} className="sheet border-t border-rule py-6">
            <div className="sheet-text flex flex-wrap items-center gap-x-6 gap-y-3">
              <RedirectItem
                redirect={redirect}
                onDelete={async () => {
                  await deleteRedirect(redirect.path);
                  setStatus({ text: `The redirect from ${redirect.path} is deleted.` });
                }}
              />
            </div>
          </li>
        ))}
      </OwnerList>
    </AccountLayout>
  );
}
