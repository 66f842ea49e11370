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
      <div aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className={`sheet gap-y-3 border-t border-rule ${isShort ? "py-3" : "py-6 wide:py-7"}`}>
            <div className="skeleton-line h-4 w-24 wide:mt-2" />
            <div>
              <div className="skeleton-line h-7 w-3/5" />
              {!isShort && (
                <>
                  <div className="skeleton-line mt-4 h-5 w-full" />
                  <div className="skeleton-line mt-3 h-5 w-4/5" />
                  <div className="skeleton-line mt-4 h-4 w-20" />
                </>
              )}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
