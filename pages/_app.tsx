import type { AppProps } from "next/app";
import { SWRConfig } from "swr";
import { ApiError, get } from "#lib/client/api";
import "../styles/globals.css";

/** A refusal will not change by asking again; only a server that is away is asked again, a few times. */
const isWorthRetrying = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

export default function App({ Component, pageProps: { fallback = {}, ...pageProps } }: AppProps) {
  return (
    <SWRConfig value={{ fetcher: get, fallback, shouldRetryOnError: isWorthRetrying, errorRetryCount: 3 }}>
      <Component {...pageProps} />
    </SWRConfig>
  );
}
