import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/database";
import { withEntityTag } from "#lib/server/http/page-caching";
import { requireCursor } from "#lib/server/posts/list/list";
import { loadListPage } from "#lib/server/posts/pages/list-page";
import { Problem } from "#lib/server/problem";
import { metaDescription } from "#lib/server/rendering/excerpt";
import { renderSiteText } from "#lib/server/site/render-site-text";
import { siteOfRequest } from "#lib/server/site/site";
import { type Author, findAuthor } from "#lib/server/users/author";
import type { AuthorPageData } from "#lib/shared/author-page";
import { usualImagePath, usualWidth } from "#lib/shared/image-paths";
import { profilePage } from "#lib/shared/json-ld";
import * as labels from "#lib/shared/labels/author";
import { withoutNul } from "#lib/shared/params";
import { authorPagePath } from "#lib/shared/paths";
import type { SocialImage } from "#lib/shared/social-image";

type Props = AuthorPageData & { socialImage: SocialImage | null };

function socialImageOf({ image, name }: Author): SocialImage | null {
  if (!image) return null;
  const width = usualWidth(image.width);
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  return { path: usualImagePath(image.image, image.width), width, height, alt: name };
}

async function descriptionOf({ bio, name }: Author, site: string): Promise<string> {
  if (bio === "") return labels.description(name, site);
  // Lazy-loaded: most of the time the page is cached.
  const { generateExcerpt } = await import("#lib/server/rendering/plain-text");
  return metaDescription(generateExcerpt(bio)) || labels.description(name, site);
}

/** The cursor of a request; undefined where it has none. null for one that is not of this list. */
async function cursorOf({ query }: GetServerSidePropsContext, author: string): Promise<string | undefined | null> {
  const { after } = query;
  if (after === undefined) return undefined;
  if (typeof after !== "string") return null;
  try {
    await requireCursor(await database(), { author, after });
    return after;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** The getServerSideProps of an author's page. */
export const getAuthorPageProps = withEntityTag<Props>(async (context) => {
  const author = await findAuthor(await database(), withoutNul(String(context.params?.slug)), Date.now());
  if (!author) return { notFound: true };
  const path = authorPagePath(author);
  const after = await cursorOf(context, author.id);
  if (after === null) return { redirect: { destination: path, permanent: false } };
  const [{ items, next, total = 0 }, { site }, bio] = await Promise.all([
    loadListPage(context, { author: author.id, after }),
    siteOfRequest(context.req),
    renderSiteText(author.bio, "bio"),
  ]);
  const { image, links, name, slug } = author;
  const description = await descriptionOf(author, site.title);
  const socialImage = socialImageOf(author);
  return {
    props: {
      author: {
        ...{ name, slug, links, bio },
        image: image && { image: image.image, width: image.width, height: image.height },
      },
      posts: items.map((post) => ({ ...post, author: null })),
      total,
      ...(after !== undefined && { after }),
      ...(next !== undefined && { next }),
      description,
      socialImage,
      structuredData: profilePage({
        ...{ name, links, url: `${site.origin}${path}` },
        description: author.bio === "" ? "" : description,
        image: socialImage ? `${site.origin}${socialImage.path}` : undefined,
      }),
    },
  };
});
