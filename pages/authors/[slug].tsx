import { AuthorHead } from "#components/authors/author-head";
import { AuthorIntro } from "#components/authors/author-intro";
import { PostItems } from "#components/posts/post-items";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { getAuthorPageProps } from "#lib/server/users/pages/author-page";
import type { AuthorPageData } from "#lib/shared/author-page";
import * as labels from "#lib/shared/labels/author";
import * as listLabels from "#lib/shared/labels/list-pages";
import { authorPagePath } from "#lib/shared/paths";

export const getServerSideProps = getAuthorPageProps;

/** The page of an author, with their posts; a list that is rendered by the server alone. */
export default function AuthorPage({ author, posts, total, after, next, ...head }: AuthorPageData) {
  const path = authorPagePath(author);
  return (
    <>
      <AuthorHead author={author} {...head} />
      <AuthorIntro author={author} total={total}>
        {after !== undefined && (
          <>
            {" "}
            {listLabels.theseAreOlder}{" "}
            <Link href={path} className="link">
              {listLabels.backToNewest}
            </Link>
          </>
        )}
      </AuthorIntro>
      <h2 className="sr-only">{listLabels.posts}</h2>
      {posts.length > 0 ? <PostItems posts={posts} /> : <EmptyState title={labels.noPosts} />}
      {next !== undefined && (
        <div className="sheet border-t border-rule pt-6">
          <Link href={`${path}?after=${next}`} rel="next" className="link sheet-text w-fit py-2">
            {listLabels.morePosts}
          </Link>
        </div>
      )}
    </>
  );
}
