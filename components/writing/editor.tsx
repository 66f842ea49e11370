import { type FormEvent, type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useUploadLimit } from "#components/images/upload-limit";
import { Notice } from "#components/ui/notice";
import type { FormPost } from "#lib/client/editor-state";
import { isMac } from "#lib/client/is-mac";
import { isUnsafe } from "#lib/client/save-status";
import { useImageUploads } from "#lib/client/use-image-uploads";
import { useLeaveWarning } from "#lib/client/use-leave-warning";
import type { PostEditor } from "#lib/client/use-post-editor";
import { usePreview } from "#lib/client/use-preview";
import { SIDE_BY_SIDE, useScrollSync } from "#lib/client/use-scroll-sync";
import { ABOUT_ID } from "#lib/shared/owner-paths";
import { getPublication, type PostFormValues } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import { AboutFields } from "./about-fields.tsx";
import { EditorBar } from "./editor-bar.tsx";
import { EditorSheet } from "./editor-sheet.tsx";
import { Preview } from "./preview.tsx";
import { PublishPanel } from "./publish-panel.tsx";
import { RecoveredNotice } from "./recovered-notice.tsx";
import { SaveButton } from "./save-button.tsx";
import { SaveProblem, SignInAgain } from "./save-problem.tsx";
import { ShareDialog, ShareLink } from "./share-link.tsx";

const loadImages = () =>
  import("./image-panel.tsx").then(({ createImageUploads, ImagePanel }) => ({ createImageUploads, Panel: ImagePanel }));

type Props = {
  /** The form's id, and its name when posted without JavaScript. */
  name: "create" | "save";
  editor: PostEditor;
  /** What the form shows first. */
  fields: PostFormValues;
  posted: FormPost;
  canSaveDraft?: boolean;
  /** Of the stored post; undefined for a new one. */
  author?: Post["author"];
  /** Hidden fields, and links beside the buttons. */
  children?: ReactNode;
};

/** Whether a key saves: Ctrl+S or Ctrl+Enter, with ⌘ on a Mac. */
const isSaveKey = ({ altKey, ctrlKey, key, metaKey, shiftKey }: KeyboardEvent) =>
  !altKey && !shiftKey && (isMac() ? metaKey : ctrlKey) && (key === "s" || key === "Enter");

/** Whether an element is rendered; browsers that cannot tell are taken to do so. */
const isVisible = (element: HTMLElement | null) => element?.checkVisibility?.() ?? true;

/**
 * The page to write on: one sheet with title and text, a bar with the save status, and a panel to publish; for the text about the site
 * a button to save it.
 */
export function Editor({ name, editor, fields, posted, canSaveDraft = true, author, children }: Props) {
  const { form, state, status, change, save, store } = editor;
  const { failures, phase, post } = state;
  const [isPreviewing, setPreviewing] = useState(false);
  const content = useRef<HTMLTextAreaElement>(null);
  const pane = useRef<HTMLElement>(null);
  const isPanelOpen = useRef(false);
  const { show: showPreview, ...preview } = usePreview(
    { html: posted.previewed?.html ?? "", content: fields.content },
    () => (isPanelOpen.current || isVisible(pane.current) ? content.current?.value : undefined),
  );
  useScrollSync(content, pane);
  const [isSigningIn, setSigningIn] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const [isSettling, setSettling] = useState(false);
  const images = useImageUploads(content, {
    account: editor.account,
    bytesMax: useUploadLimit(),
    load: loadImages,
  });
  const { add: addImages, settle: settleImages } = images;
  const onImages = useCallback((files: File[]) => void addImages({ files, folders: [] }), [addImages]);
  const stored = post ? getPublication(post, Date.now()) : "new";
  const isAbout = post?.id === ABOUT_ID;
  const isDraft = stored === "new" || stored === "draft";
  const errors = phase.name === "refused" ? phase.error.fields : {};

  useLeaveWarning(() => isUnsafe(status) || images.isUnsafe());
  useEffect(() => showPreview(), [showPreview, isPreviewing]);
  useEffect(() => {
    const query = window.matchMedia?.(SIDE_BY_SIDE);
    query?.addEventListener("change", showPreview);
    return () => query?.removeEventListener("change", showPreview);
  }, [showPreview]);
  useEffect(() => {
    if (failures > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, failures]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setPreviewing(false);
    setSettling(true);
    const isHere = await settleImages();
    setSettling(false);
    if (isHere) await save();
  }

  /** Goes on with what was not saved and not uploaded. */
  async function resume() {
    setSigningIn(false);
    images.retry();
    if (phase.name === "signed-out") await settleImages();
    await editor.resume();
  }

  /** Shares what is written up to now: a new post is saved as a draft. */
  async function share() {
    if (post) await store();
    else if (!(await save({ publication: "draft" }))) return;
    setSharing(true);
  }

  function saveByKey(event: KeyboardEvent) {
    if (!isSaveKey(event)) return;
    event.preventDefault();
    // Never publishes: a draft is saved, changes of a published post are stored until “Update”.
    void (isDraft && canSaveDraft ? save({ publication: "draft" }) : store());
  }

  return (
    <>
      {isSigningIn && <SignInAgain onDone={resume} onClose={() => setSigningIn(false)} />}
      {isSharing && post && (
        <ShareDialog post={post.id} isPublic={stored === "published"} onClose={() => setSharing(false)} />
      )}
      <SaveProblem
        editor={{ ...editor, resume }}
        hasText={posted.refused?.typed.content !== undefined || !posted.refused}
      />
      {/* noValidate: our own messages replace the browser's. Without an action attribute it posts to the page's own URL. */}
      <form
        ref={form}
        id={name}
        method="post"
        noValidate
        onSubmit={submit}
        onInput={({ target }) => change(target instanceof Element ? (target.getAttribute("name") ?? "") : "")}
        onKeyDown={saveByKey}
        className="group/editor"
      >
        {post && <input type="hidden" name="version" value={post.version} />}
        <EditorBar
          status={status}
          form={form}
          isPreviewing={isPreviewing}
          onPreview={setPreviewing}
          onSaveDraft={isDraft && canSaveDraft ? () => void save({ publication: "draft" }) : undefined}
        >
          {isAbout ? (
            <>
              <AboutFields fields={fields} />
              {children}{" "}
              <SaveButton name={name} isBusy={isSettling || phase.name === "saving"}>
                Update
              </SaveButton>
            </>
          ) : (
            <PublishPanel
              name={name}
              fields={fields}
              errors={errors}
              stored={stored}
              canSaveDraft={canSaveDraft}
              isBusy={isSettling || phase.name === "saving"}
              html={preview.html}
              post={author === undefined ? undefined : { author, publishedAt: post?.publishedAt ?? null }}
              onToggle={(isOpen) => {
                isPanelOpen.current = isOpen;
                if (isOpen) showPreview();
              }}
              form={form}
            >
              {children}{" "}
              {editor.account !== null && canSaveDraft && <ShareLink post={post?.id} onShare={() => void share()} />}
            </PublishPanel>
          )}
        </EditorBar>
        <RecoveredNotice editor={editor} />
        <div className="desk:grid desk:grid-cols-2 desk:gap-x-10">
          <div>
            <EditorSheet
              content={content}
              initialTitle={isAbout ? null : fields.title}
              initialContent={fields.content}
              titleError={errors.title?.[0]}
              contentError={errors.content?.[0]}
              isHidden={isPreviewing}
              onContent={showPreview}
              onImages={onImages}
              onText={images.onText}
            />
            {images.hasFailed && (
              <Notice kind="error">
                Nothing is inserted: a part of this page could not be loaded. Try again when there is a connection.
              </Notice>
            )}
            {images.loaded && (
              <images.loaded.Panel
                uploads={images.loaded.uploads}
                onSignIn={() => setSigningIn(true)}
                onDone={() => content.current?.focus()}
              />
            )}
          </div>
          <div
            className={`desk:col-start-2 ${isPreviewing || posted.previewed ? "max-desk:mt-6" : "max-desk:hidden desk:no-script:hidden"}`}
          >
            <Preview ref={pane} form={form} title={fields.title} cover={fields.cover} {...preview} />
          </div>
        </div>
      </form>
    </>
  );
}
