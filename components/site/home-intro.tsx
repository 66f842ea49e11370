import { PostText } from "#components/posts/post-text";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import * as labels from "#lib/shared/labels/home";
import { type HomeTexts, WRITE_PATH } from "#lib/shared/site";
import { useSite } from "./site-context.tsx";

type Props = HomeTexts & {
  /** Of the title's heading: 2 where the page has another title. */
  level?: 1 | 2;
};

/** The beginning of the home page: title, tagline and introduction. It offers to write where the site's navigation does. */
export function HomeIntro({ introduction, isDefaultTagline, level = 1, tagline }: Props) {
  const { navigation, text, title } = useSite();
  const Heading = `h${level}` as const;
  return (
    <div className="sheet">
      <div className="sheet-text">
        <Heading {...text} dir="auto" className="font-serif text-title font-medium tracking-tight">
          {title}
        </Heading>
        {tagline && (
          <p {...(isDefaultTagline ? {} : text)} dir="auto" className="mt-5 font-serif text-lead text-ink-soft">
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
          {navigation.some(({ url }) => url === WRITE_PATH) && (
            <Link href={WRITE_PATH} className={buttonClass("quiet")}>
              {labels.writeOne}
            </Link>
          )}
        </div>
      </div>
    </div>
  );
}
