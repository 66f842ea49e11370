import type { GetServerSideProps } from "next";
import { setPageCaching } from "#lib/server/http/page-caching";
import { redirectFor } from "#lib/server/redirects/pages/redirect-for";

/** Every path that no other page, endpoint or file has: redirected if the table of redirects has it, else 404. */
export const getServerSideProps: GetServerSideProps = async (context) => {
  setPageCaching(context.res, true);
  return (await redirectFor(context)) ?? { notFound: true };
};

/** Never rendered. */
export default function UnknownPath() {
  return null;
}
