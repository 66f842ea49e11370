import type { GetServerSideProps } from "next";
import { isRead } from "#lib/server/http/conditional";
import { setPageCaching } from "#lib/server/http/page-caching";
import { redirectFor } from "#lib/server/redirects/pages/redirect-for";

/** Every path that no other page, endpoint or file has: redirected if the table of redirects has it, else 404. */
export const getServerSideProps: GetServerSideProps = async (context) => {
  setPageCaching(context.res, true);
  const redirected = await redirectFor(context);
  if (redirected) return redirected;
  if (isRead(context.req)) return { notFound: true };
  // Next responds to `notFound` with 400 where the method is another one.
  context.res.statusCode = 404;
  return { props: {} };
};

export { default } from "./404.tsx";
