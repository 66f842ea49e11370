import { useSite } from "#components/site/site-context";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/post";
import type { Neighbour, Neighbours } from "#lib/shared/neighbours";
import { postPagePath } from "#lib/shared/paths";
import { textAttributes } from "#lib/shared/text-attributes";

type SideProps = { label: string; rel: "prev" | "next"; post: Neighbour; className?: string };

function Side({ label, rel, post, className = "" }: SideProps) {
  return (
    <Link href={postPagePath(post)} rel={rel} className={`group block ${className}`}>
      <span className="block text-note text-ink-soft">{label}</span>{" "}
      <span
        {...textAttributes(post, useSite())}
        className="block font-serif text-body decoration-1 underline-offset-4 group-hover:text-accent group-hover:underline"
      >
        {post.title}
      </span>
    </Link>
  );
}

/**
 * The posts that were published before and after this one. `rel` is on the anchors and not on `<link>` elements in the
 * head, which Firefox would prefetch against the Content-Security-Policy (`default-src`).
 */
export function PostNeighbours({ older, newer }: Neighbours) {
  if (!older && !newer) return null;
  return (
    <nav aria-label={labels.otherPosts} className="grid gap-x-10 gap-y-5 border-t border-rule pt-6 sm:grid-cols-2">
      {older && <Side label={labels.previous} rel="prev" post={older} />}{" "}
      {newer && <Side label={labels.next} rel="next" post={newer} className="sm:col-start-2 sm:text-end" />}
    </nav>
  );
}
