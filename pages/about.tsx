import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";

export default function AboutPage() {
  return (
    <>
      <PageHead title="About" description="What Octavo is, and how to write in it or build on it." />
      <PageTitle title="About">A small press for the web.</PageTitle>
      <div className="sheet mt-8">
        <div className="sheet-text space-y-[1.1em] font-serif text-body">
          <p>
            Fold a sheet of paper once and you have a folio, twice a quarto, three times an octavo: eight leaves,
            sixteen pages, the size most books have been since people began to carry them about.
          </p>
          <p>
            Octavo the program is that size too. It holds posts, shows them well, and finds them again. You can{" "}
            <Link href="/blog" className="link">
              read
            </Link>{" "}
            and{" "}
            <Link href="/blog/create" className="link">
              write
            </Link>{" "}
            here in the browser; a script can do both through the same plain API, which answers in JSON at{" "}
            <a href="/api/posts" className="link">
              /api/posts
            </a>
            .
          </p>
        </div>
      </div>
    </>
  );
}
