import { Link } from "#components/ui/link";

type Props = {
  /** How many messages the owner has not read; null for others, who get none. */
  unread: number | null;
};

/** From the account to what lies there to be done. */
export function WritingLinks({ unread }: Props) {
  return (
    <div className="sheet pb-8 wide:pb-10">
      <p className="sheet-text flex flex-wrap gap-x-6 gap-y-2">
        <Link href="/blog/drafts" className="link">
          Your drafts and trash
        </Link>{" "}
        {unread !== null && (
          <Link href="/account/messages" className="link">
            Messages{unread > 0 && ` (${unread} new)`}
          </Link>
        )}
      </p>
    </div>
  );
}
