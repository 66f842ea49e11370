import type { GetServerSideProps } from "next";
import { useState } from "react";
import { OwnerList } from "#components/accounts/owner-list";
import { FormError } from "#components/forms/form-error";
import { MessageItem } from "#components/messages/message-item";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
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
    <>
      <PageHead title="Messages" isPrivate />
      <PageTitle title="Messages">What visitors wrote to you.</PageTitle>
      <div className="mt-8">
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
      </div>
    </>
  );
}
