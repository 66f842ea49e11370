import Head from "next/head";
import type { ReactNode } from "react";
import { UploadLimitProvider } from "#components/images/upload-limit";
import { Link } from "#components/ui/link";
import { POSTS_PAGE_PATH } from "#lib/shared/owner-paths";

type Props = {
  title: string;
  /** The largest image that the server takes, in bytes. */
  imageBytesMax: number;
  children: ReactNode;
};

/** The layout of the editor: wide enough for the text and its preview side by side. */
export function EditorLayout({ title, imageBytesMax, children }: Props) {
  return (
    <div className="wide:max-desk:pl-[11.5rem] desk:mx-[calc(50%-min(37rem,50vw-2rem))]">
      <Head>
        {/* Browsers that can make the page smaller by the on-screen keyboard; the bar reaches down to the edge of the screen. */}
        <meta
          key="viewport"
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
      </Head>
      <header className="mb-8 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-rule pb-4">
        <h1 className="font-serif text-heading font-medium tracking-tight">{title}</h1>
        <Link href={POSTS_PAGE_PATH} className="link py-1.5">
          Your posts
        </Link>
      </header>
      <UploadLimitProvider value={imageBytesMax}>{children}</UploadLimitProvider>
    </div>
  );
}
