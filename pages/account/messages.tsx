import type { GetServerSideProps } from "next";
import { useState } from "react";
import { OwnerListLinks } from "#components/accounts/owner-list-links";
import { FormError } from "#components/forms/form-error";
import { MessageItem } from "#components/messages/message-item";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { EmptyState } from "#components/ui/empty-state";
import { type Status, StatusLine } from "#components/ui/status-line";
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
        <div className="sheet">
          <div className="sheet-text has-[:not(:empty)]:pb-6">
            <StatusLine status={status} />
          </div>
        </div>
        {messages.length === 0 && <EmptyState title={after ? "No older messages." : "No messages yet."} />}
        <ul aria-label="Messages">
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
        </ul>
        <OwnerListLinks
          pages={{ path: MESSAGES_PAGE_PATH, first: "Newest messages", further: "Older messages", after, next }}
        />
      </div>
    </>
  );
}
