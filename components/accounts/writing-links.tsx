import { Link } from "#components/ui/link";

type Props = {
  /** The number of unread messages; null unless the viewer is the owner. */
  unread: number | null;
};

/** Links from the account to drafts, images and, for the owner, messages, tags and redirects. */
export function WritingLinks({ unread }: Props) {
  return (
    <div className="sheet pb-8 wide:pb-10">
      <p className="sheet-text flex flex-wrap gap-x-6 gap-y-2">
        <Link href="/blog/drafts" className="link">
          Your drafts and trash
        </Link>{" "}
        <Link href="/account/images" className="link">
          Images
        </Link>{" "}
        {unread !== null && (
          <>
            <Link href="/account/messages" className="link">
              Messages{unread > 0 && ` (${unread} new)`}
            </Link>{" "}
            <Link href="/account/tags" className="link">
              Tags
            </Link>{" "}
            <Link href="/account/redirects" className="link">
              Redirects
            </Link>
          </>
        )}
      </p>
    </div>
  );
}
