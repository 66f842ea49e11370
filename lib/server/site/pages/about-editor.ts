import type { GetServerSideProps } from "next";
import { allowEditor } from "#lib/server/accounts/pages/owner-page";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { type FormValues, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { requireExpectedAccount } from "#lib/server/http/writer";
import { imageBytesMax } from "#lib/server/images/limit";
import { type Edited, loadEditor } from "#lib/server/posts/pages/edit-page";
import { type PreviewedForm, previewer } from "#lib/server/posts/pages/form-actions";
import { Problem } from "#lib/server/problem";
import { changeAbout, readAbout } from "#lib/server/site/about";
import { requireEditorRole, type Viewer } from "#lib/server/viewer";
import { ABOUT_CHANGED, AboutReplacement } from "#lib/shared/about";
import { aboutAsPost } from "#lib/shared/about-post";
import type { RejectedForm } from "#lib/shared/forms";
import { EDIT_ABOUT_PATH } from "#lib/shared/owner-paths";

type Props = Edited & {
  posted: { refused: RejectedForm | null; previewed: PreviewedForm | null };
  imageBytesMax: number;
};

/** The form of the page, posted without JavaScript. It rejects a text if another one was saved since its version. */
function handleForm(context: Parameters<typeof handleFormPost>[0], viewer: Viewer) {
  function requireWriter({ account }: FormValues): void {
    requireExpectedAccount(account, viewer);
    requireEditorRole(viewer);
  }
  return handleFormPost<PreviewedForm>(
    context,
    {
      async preview(values) {
        requireWriter(values);
        return previewer(viewer.account)(values);
      },
      async save(values) {
        requireWriter(values);
        const { content } = parse(AboutReplacement, { content: values.content });
        await changeAbout(await database(), { content }, viewer, {
          precondition({ version }) {
            if (String(version) !== values.version) throw new Problem("precondition-failed", { title: ABOUT_CHANGED });
          },
        });
        return "/about";
      },
    },
    viewer.id,
  );
}

/** The getServerSideProps of the page that edits the text about the site. */
export const getAboutEditorProps: GetServerSideProps<Props> = async ({ req, res }) => {
  const viewer = await authenticatePage(req);
  const outcome = await handleForm({ req, res }, viewer);
  if ("redirect" in outcome) return outcome;
  // A text that was posted is shown again, even if the session has ended since; the stored one is public.
  const denied = outcome.isPosted ? undefined : (await allowEditor(req, EDIT_ABOUT_PATH)).denied;
  if (denied) return denied;
  const posted = { refused: outcome.refused, previewed: outcome.data };
  const about = aboutAsPost(await readAbout(await database()));
  return { props: { ...(await loadEditor(about, about, viewer, posted)), posted, imageBytesMax: imageBytesMax() } };
};
