import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import type { Database } from "#lib/server/db/tables";
import { takeForm } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { beginning, plainText } from "#lib/server/markdown";
import { Problem } from "#lib/server/problem";
import { isOwner, visitorOf } from "#lib/server/viewer";
import { ABOUT_CHANGED, type About, AboutReplacement } from "#lib/shared/about";
import { changeAbout, readAbout } from "./about.ts";

/** How long a description may be that search engines show in full, in characters. */
const DESCRIPTION_MAX = 160;

/** The text of the newest version that was asked for, made once. */
const shown = new WeakMap<Database, { version: number; html: string }>();

async function htmlOf(db: Database, { content, version }: About): Promise<string> {
  const known = shown.get(db);
  if (known?.version === version) return known.html;
  const { renderPost } = await import("#lib/server/rendering/render");
  const { html } = renderPost(content);
  shown.set(db, { version, html });
  return html;
}

/** What the page /about shows. */
export async function aboutForPage({ req }: GetServerSidePropsContext) {
  const db = await database();
  const about = await readAbout(db);
  return {
    html: await htmlOf(db, about),
    description: beginning(plainText(about.content), DESCRIPTION_MAX),
    mayEdit: isOwner(await visitorOf(req)),
  };
}

/** The plain post of the page where the owner edits the text. What somebody else saved meanwhile is not written over. */
export function takeAboutForm({ req, res }: GetServerSidePropsContext) {
  return takeForm<never>(
    { req, res },
    {
      async about({ version: known, ...said }) {
        const { content } = parse(AboutReplacement, said);
        await changeAbout(await database(), content, {
          precondition: ({ version }) => {
            if (String(version) !== known) throw new Problem("precondition-failed", { title: ABOUT_CHANGED });
          },
        });
        return "/about";
      },
    },
  );
}
