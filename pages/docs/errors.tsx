import { DocsLayout } from "#components/docs/docs-layout";
import { ErrorList, type ErrorType } from "#components/docs/error-list";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { problemTypes } from "#lib/shared/problems";

type Props = { errors: ErrorType[] };

/** By status: client errors first, server errors last. */
const byStatus = (a: ErrorType, b: ErrorType) => a.status - b.status;

export const getServerSideProps = withEntityTag<Props>(async ({ res }) => {
  setPageCaching(res, true);
  return {
    props: {
      errors: Object.entries(problemTypes)
        .map(([type, rest]) => ({ type, ...rest }))
        .sort(byStatus),
    },
  };
});

export default function ErrorsPage({ errors }: Props) {
  return (
    <DocsLayout
      title="Errors"
      description="Every error the API returns, and what to do about it."
      href="/docs/errors"
      lead="Every error the API returns, and what to do about it."
    >
      <ErrorList errors={errors} />
    </DocsLayout>
  );
}
