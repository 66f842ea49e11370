import type { InferGetServerSidePropsType } from "next";
import { PageHead } from "#components/site/page-head";
import { EditPost } from "#components/writing/edit-post";
import { EditorLayout } from "#components/writing/editor-layout";
import { getAboutEditorProps } from "#lib/server/site/pages/about-editor";

export const getServerSideProps = getAboutEditorProps;

/** The text about the site in the editor of posts, for the owner. */
export default function EditAboutPage({
  imageBytesMax,
  ...props
}: InferGetServerSidePropsType<typeof getServerSideProps>) {
  return (
    <>
      <PageHead title="Edit “About”" isPrivate />
      <EditorLayout title="Edit “About”" imageBytesMax={imageBytesMax}>
        <EditPost {...props} />
      </EditorLayout>
    </>
  );
}
