import useSWR, { useSWRConfig } from "swr";
import type { Message } from "#lib/shared/messages";
import { messagesPath } from "#lib/shared/owner-paths";
import { type ApiError, api } from "./api.ts";
import { SESSION_PATH } from "./use-account.ts";

/** A page of the messages to the owner. @param after the cursor this page starts after */
export function useMessages(after?: string) {
  const { data, mutate } = useSWR<Message[], ApiError>(messagesPath(after));
  const { mutate: mutateOther } = useSWRConfig();
  const messages = data ?? [];
  /** The number of new messages in the header. */
  const recount = () => mutateOther(SESSION_PATH);
  return {
    messages,
    async mark(id: string, isRead: boolean): Promise<void> {
      const changed = await api.changeMessage(id, isRead);
      await mutate((shown = messages) => shown.map((message) => (message.id === id ? changed : message)));
      await recount();
    },
    async deleteMessage(id: string): Promise<void> {
      await api.deleteMessage(id);
      await mutate((shown = messages) => shown.filter((message) => message.id !== id));
      await recount();
    },
  };
}
