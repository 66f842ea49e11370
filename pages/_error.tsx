import type { NextPage } from "next";
import { MissingPage } from "#components/site/missing-page";
import FaultPage from "./500.tsx";

type Props = { status: number };

/** What Next shows for a request it could not read, and in the browser when a page breaks there. */
const ErrorPage: NextPage<Props> = ({ status }) => {
  if (status >= 500) return <FaultPage />;
  return (
    <MissingPage
      title="Not understood"
      heading="An address with a slip in it"
      reason="There are signs in it that no address can have."
    />
  );
};

ErrorPage.getInitialProps = ({ res, err }) => ({ status: res?.statusCode ?? err?.statusCode ?? 500 });

export default ErrorPage;
