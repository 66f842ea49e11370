import useSWR from "swr";
import type { Message } from "#lib/shared/messages";
import { messagesPath } from "#lib/shared/owner-paths";
import { type ApiError, api } from "./api.ts";

/** A page of the messages to the owner. @param after the cursor this page starts after */
export function useMessages(after?: string) {
  const { data, mutate } = useSWR<Message[], ApiError>(messagesPath(after));
  const messages = data ?? [];
  return {
    messages,
    async mark(id: string, isRead: boolean): Promise<void> {
      const changed = await api.changeMessage(id, isRead);
      await mutate((shown = messages) => shown.map((message) => (message.id === id ? changed : message)));
    },
    async deleteMessage(id: string): Promise<void> {
      await api.deleteMessage(id);
      await mutate((shown = messages) => shown.filter((message) => message.id !== id));
    },
  };
}
