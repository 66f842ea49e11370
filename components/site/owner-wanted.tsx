import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/empty-site";

/** Greets the first visitor of a new site. */
export function OwnerWanted() {
  return (
    <div className="sheet pb-10">
      <div className="sheet-text flex flex-wrap items-center gap-x-6 gap-y-3 border-l-2 border-accent ps-4">
        <p>{labels.noOwner}</p>{" "}
        <Link href="/signup" className={buttonClass("main")}>
          {labels.createOwner}
        </Link>
      </div>
    </div>
  );
}
