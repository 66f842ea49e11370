import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import type { Database } from "#lib/server/db/tables";
import { takeForm } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { Problem } from "#lib/server/problem";
import { isOwner, visitorOf } from "#lib/server/viewer";
import { ABOUT_CHANGED, type About, AboutReplacement } from "#lib/shared/about";
import { changeAbout, readAbout } from "./about.ts";

/** How long a description may be that search engines show in full, in characters. */
const DESCRIPTION_MAX = 160;

/** What is made of the text: for whoever reads it, and for search engines. */
type Rendered = { html: string; description: string };

/** Of the newest version that was asked for, made once. */
const rendered = new WeakMap<Database, Rendered & { version: number }>();

async function renderingOf(db: Database, { content, version }: About): Promise<Rendered> {
  const known = rendered.get(db);
  if (known?.version === version) return known;
  const [{ renderPost }, { beginning, plainText }] = await Promise.all([
    import("#lib/server/rendering/render"),
    import("#lib/server/markdown"),
  ]);
  const made = { html: renderPost(content).html, description: beginning(plainText(content), DESCRIPTION_MAX) };
  rendered.set(db, { ...made, version });
  return made;
}

/** What the page /about shows. */
export async function aboutForPage({ req }: GetServerSidePropsContext) {
  const db = await database();
  const { description, html } = await renderingOf(db, await readAbout(db));
  return {
    html,
    description,
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
