import type { GetServerSideProps } from "next";
import type { ReactNode } from "react";
import { AccountLayout } from "#components/accounts/account-layout";
import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { loadWelcomePage, type WelcomePageProps } from "#lib/server/users/pages/welcome-page";
import { IMPORT_PAGE_PATH, SITE_PAGE_PATH, USERS_PAGE_PATH } from "#lib/shared/owner-paths";

export const getServerSideProps: GetServerSideProps<WelcomePageProps> = loadWelcomePage;

type StepProps = { title: string; isDone: boolean; help: string; children: ReactNode };

function Step({ title, isDone, help, children }: StepProps) {
  return (
    <li className="sheet gap-y-3 border-t border-rule py-8">
      <h2 className="font-medium">
        {title} {isDone && <span className="text-note font-normal text-accent">Done</span>}
      </h2>
      <div className="space-y-4">
        <p className="text-ink-soft">{help}</p>
        <p className="flex flex-wrap gap-x-6 gap-y-2">{children}</p>
      </div>
    </li>
  );
}

/** The first steps of a new owner. */
export default function WelcomePage({ isNamed, hasPosts, hasInvited }: WelcomePageProps) {
  return (
    <AccountLayout title="Welcome" lead="The site is yours. Three steps, in any order." viewerRole="owner">
      <ol>
        <Step title="Name it" isDone={isNamed} help="Its title, a line about it, its colour and its language.">
          <Link href={SITE_PAGE_PATH} className="link">
            Name the site
          </Link>
        </Step>
        <Step
          title="Fill it"
          isDone={hasPosts}
          help="Write something, or bring what you have: from WordPress, Ghost, or files in Markdown."
        >
          <Link href="/blog/create" className="link">
            Write the first post
          </Link>{" "}
          <Link href={IMPORT_PAGE_PATH} className="link">
            Import posts
          </Link>
        </Step>
        <Step title="Share it" isDone={hasInvited} help="Others can write here too, if you invite them.">
          <Link href={USERS_PAGE_PATH} className="link">
            Invite someone
          </Link>
        </Step>
      </ol>
      <div className="sheet border-t border-rule pt-8">
        <p className="sheet-text">
          <Link href="/" className={buttonClass("main")}>
            Go to the site
          </Link>
        </p>
      </div>
    </AccountLayout>
  );
}
