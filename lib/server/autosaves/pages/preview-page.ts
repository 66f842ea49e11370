import type { GetServerSideProps } from "next";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { requireAutosave } from "#lib/server/autosaves/autosaves";
import { readAutosave } from "#lib/server/autosaves/read-autosave";
import { database } from "#lib/server/db/database";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { requireUser } from "#lib/server/users/users";
import { ANONYMOUS } from "#lib/server/viewer";
import { type Autosave, AutosaveParams } from "#lib/shared/autosaves";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";

type Props = {
  /** The text as a post. */
  post: PostToRead;
  rendering: Preview;
  /** The id of the autosave, and of the post whose pending changes it has; null for a new one. */
  autosave: Pick<Autosave, "id" | "post">;
};

const orNull = (error: unknown) => {
  if (error instanceof Problem) return null;
  throw error;
};

/** The getServerSideProps of the preview of an unfinished text, which its own account sees only. */
export const getAutosavePreviewProps: GetServerSideProps<Props> = async ({ params, req }) => {
  const { account } = await authenticatePage(req);
  const { success, data } = AutosaveParams.safeParse(params);
  if (!success) return { notFound: true };
  if (!account) return redirectToSignIn(`/blog/drafts/${data.id}`);
  const db = await database();
  const autosave = await requireAutosave(db, { account: account.id, id: data.id }).catch(orNull);
  if (!autosave) return { notFound: true };
  const { slug } = await requireUser(db, account.id, ANONYMOUS);
  const facts = { status: "draft" as const, author: { ...account, slug }, publishedAt: null, url: getOrigin(req) };
  return {
    props: { ...(await readAutosave(db, autosave, facts)), autosave: { id: autosave.id, post: autosave.post } },
  };
};
