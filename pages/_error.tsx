import type { NextPage } from "next";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import FaultPage from "./500.tsx";

type Props = { status: number };

/** What Next shows for a request it could not read, and in the browser when a page breaks there. */
const ErrorPage: NextPage<Props> = ({ status }) => {
  if (status >= 500) return <FaultPage />;
  return (
    <>
      <PageHead title="Not understood" isPrivate />
      <PageTitle title="An address with a slip in it">
        <p>There are signs in it that no address can have.</p>
        <p className="mt-6">
          <Link href="/blog" className="link">
            Look through the posts
          </Link>
        </p>
      </PageTitle>
    </>
  );
};

ErrorPage.getInitialProps = ({ res, err }) => ({ status: res?.statusCode ?? err?.statusCode ?? 500 });

export default ErrorPage;
