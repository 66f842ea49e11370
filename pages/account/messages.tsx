import type { GetServerSideProps } from "next";
import { useState } from "react";
import { AccountLayout } from "#components/accounts/account-layout";
import { OwnerList } from "#components/accounts/owner-list";
import { FormError } from "#components/forms/form-error";
import { MessageItem } from "#components/messages/message-item";
import type { Status } from "#components/ui/status-line";
import { useMessages } from "#lib/client/use-messages";
import { loadInboxPage } from "#lib/server/messages/pages/inbox-page";
import type { RejectedForm } from "#lib/shared/forms";
import type { Message } from "#lib/shared/messages";
import { MESSAGES_PAGE_PATH } from "#lib/shared/owner-paths";

type Props = {
  /** The cursors of this page and of the next one. */
  after: string | null;
  next: string | null;
  refused: RejectedForm | null;
  fallback: Record<string, Message[]>;
};

export const getServerSideProps: GetServerSideProps<Props> = loadInboxPage;

export default function MessagesPage({ after, next, refused }: Props) {
  const { messages, mark, deleteMessage } = useMessages(after ?? undefined);
  const [status, setStatus] = useState<Status>();
  return (
    <AccountLayout title="Messages" lead="What visitors wrote to you." viewerRole="owner">
      <FormError refused={refused} forms={["delete-message"]} />
      <OwnerList
        name="Messages"
        status={status}
        empty={after ? "No older messages." : "No messages yet."}
        pages={{ path: MESSAGES_PAGE_PATH, first: "Newest messages", further: "Older messages", after, next }}
      >
        {messages.map((message) => (
          <li key={message.id} className="sheet gap-y-3 border-t border-rule py-8">
            <MessageItem
              message={message}
              refused={refused?.typed.id === message.id ? refused : null}
              onMark={(isRead) => mark(message.id, isRead)}
              onDelete={async () => {
                await deleteMessage(message.id);
                setStatus({ text: `The message from ${message.name} is deleted.` });
              }}
            />
          </li>
        ))}
      </OwnerList>
    </AccountLayout>
  );
}
