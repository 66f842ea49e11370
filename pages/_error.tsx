import type { NextPage } from "next";
import { MissingPage } from "#components/site/missing-page";
import ServerErrorPage from "./500.tsx";

type Props = { status: number };

/** Shown by Next for malformed requests and rendering errors, on the server and in the browser. */
const ErrorPage: NextPage<Props> = ({ status }) => {
  if (status === 503)
    return <ServerErrorPage heading="Back in a moment" reason="The database is not responding just now." />;
  if (status >= 500) return <ServerErrorPage />;
  return <MissingPage title="Bad request" heading="Bad request" reason="This address contains invalid characters." />;
};

ErrorPage.getInitialProps = async ({ res, err }) => {
  if (res && err) {
    const { isUnavailable, RETRY_AFTER } = await import("#lib/server/db/errors");
    if (isUnavailable(err)) {
      res.statusCode = 503;
      res.setHeader("Retry-After", RETRY_AFTER);
    }
  }
  return { status: res?.statusCode ?? err?.statusCode ?? 500 };
};

export default ErrorPage;
