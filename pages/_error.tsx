import type { NextPage } from "next";
import { MissingPage } from "#components/site/missing-page";
import * as labels from "#lib/shared/labels/errors";
import ServerErrorPage from "./500.tsx";

type Props = { status: number };

/** Shown by Next for malformed requests and rendering errors, on the server and in the browser. */
const ErrorPage: NextPage<Props> = ({ status }) => {
  if (status === 503) return <ServerErrorPage heading={labels.unavailable} reason={labels.unavailableReason} />;
  if (status >= 500) return <ServerErrorPage />;
  return <MissingPage title={labels.badRequest} heading={labels.badRequest} reason={labels.badRequestReason} />;
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
