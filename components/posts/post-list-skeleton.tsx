import * as labels from "#lib/shared/labels/post-list";

type Props = {
  rows?: number;
  /** Dates and titles only. */
  isShort?: boolean;
};

/** The placeholder of a list that is loading. */
export function PostListSkeleton({ rows = 3, isShort = false }: Props) {
  return (
    <div>
      <p className="sr-only">{labels.loadingPosts}</p>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} aria-hidden="true" className={`sheet post-skeleton ${isShort ? "is-short" : ""}`} />
      ))}
    </div>
  );
}
