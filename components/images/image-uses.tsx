import type { ReactNode } from "react";
import { Link } from "#components/ui/link";
import type { ImageUses as Uses } from "#lib/shared/images";
import { SITE_PAGE_PATH } from "#lib/shared/owner-paths";
import { postsViewPath } from "#lib/shared/posts-view";

const PLACES = {
  post: { path: (id: string) => `/blog/${id}`, note: "" },
  revision: { path: (id: string) => `/blog/${id}/history`, note: ", in an earlier version" },
  trash: { path: () => postsViewPath({ status: "trash" }), note: ", in the trash" },
};

/** Texts that are no posts. */
const PAGES: Record<string, { path: string; text: string }> = {
  about: { path: "/about", text: "The page /about" },
  profile: { path: "/account", text: "Your profile" },
  settings: { path: SITE_PAGE_PATH, text: "The settings of the site" },
};

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** Where an image is used, with links to what the viewer may edit. */
export function ImageUses({ uses: { autosaves, morePosts, others, pages, posts } }: { uses: Uses }) {
  const places: { key: string; text: ReactNode }[] = posts.map(({ id, in: place, title }) => ({
    key: `post ${id}`,
    text: (
      <>
        <Link href={PLACES[place].path(id)} dir="auto" className="link">
          {title}
        </Link>
        {PLACES[place].note}
      </>
    ),
  }));
  if (morePosts > 0) places.push({ key: "more", text: counted(morePosts, "more post", "more posts") });
  for (const name of pages) {
    const { path, text } = PAGES[name] ?? { path: `/${name}`, text: name };
    places.push({
      key: `page ${name}`,
      text: (
        <Link href={path} className="link">
          {text}
        </Link>
      ),
    });
  }
  if (autosaves > 0) {
    places.push({
      key: "autosaves",
      text: (
        <Link href={postsViewPath({ status: "draft" })} className="link">
          {counted(autosaves, "unfinished text of yours", "unfinished texts of yours")}
        </Link>
      ),
    });
  }
  if (others > 0)
    places.push({ key: "others", text: counted(others, "text of another author", "texts of other authors") });
  if (places.length === 0) return <p className="text-note text-ink-soft">Used nowhere</p>;
  return (
    <div className="text-note">
      <p className="text-ink-soft">Used in</p>
      <ul>
        {places.map(({ key, text }) => (
          <li key={key} className="wrap-anywhere">
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
