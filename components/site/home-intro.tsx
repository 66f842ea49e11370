import { PostText } from "#components/posts/post-text";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/home";
import type { HomeTexts } from "#lib/shared/site";
import { useSite } from "./site-context.tsx";

/** The beginning of the home page: title, tagline and introduction. */
export function HomeIntro({ introduction, tagline }: HomeTexts) {
  const { text, title } = useSite();
  return (
    <div className="sheet">
      <div className="sheet-text">
        <h1 {...text} dir="auto" className="font-serif text-title font-medium tracking-tight">
          {title}
        </h1>
        {tagline && (
          <p {...text} dir="auto" className="mt-5 font-serif text-lead text-ink-soft">
            {tagline}
          </p>
        )}
        {introduction && (
          <div className="mt-6">
            <PostText {...text} html={introduction} />
          </div>
        )}
        <div className="mt-8 flex flex-wrap gap-3">
          <Link href="/blog" className={buttonClass("main")}>
            {labels.readThePosts}
          </Link>{" "}
          <Link href="/blog/create" className={buttonClass("quiet")}>
            {labels.writeOne}
          </Link>
        </div>
      </div>
    </div>
  );
}
