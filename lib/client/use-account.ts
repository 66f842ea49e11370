import useSWR from "swr";
import type { SessionState } from "#lib/shared/accounts";
import type { Post } from "#lib/shared/posts";
import type { ApiError } from "./request.ts";

export const SESSION_PATH = "/api/auth/session";

/** Who is signed in and what they may; `session` is missing until the server has said. */
export function useAccount() {
  // Asked once a page load and when the window is looked at again, and not by each component anew.
  const { data, error, mutate } = useSWR<SessionState, ApiError>(SESSION_PATH, { revalidateIfStale: false });
  return { session: data, error, ask: () => void mutate() };
}

/** Whether to offer a change of the post; the server decides. As its `canEditPost`, as far as the browser can tell. */
export function offersEdit(session: SessionState | undefined, { author }: Pick<Post, "author">): boolean {
  if (!session) return false;
  const { account, maySignUp, mayPost } = session;
  if (account) return account.role === "owner" || author?.id === account.id;
  return author === null && mayPost && maySignUp;
}
