import type { GetServerSidePropsContext } from "next";
import { listKeys } from "#lib/server/keys/keys";
import type { ApiKey, NewKeyWithSecret } from "#lib/shared/keys";
import { KEYS_PAGE_PATH, KEYS_PATH } from "#lib/shared/owner-paths";
import { handleKeysForm } from "./form-actions.ts";
import { loadOwnPage, type OwnPageProps } from "./own-page.ts";

export type KeysPageProps = OwnPageProps & {
  /** The key that was just created without JavaScript. */
  created: NewKeyWithSecret | null;
  fallback: Record<string, ApiKey[]>;
};

/** Loads the page of one's API keys. */
export const loadKeysPage = (context: GetServerSidePropsContext) =>
  loadOwnPage(context, {
    path: KEYS_PAGE_PATH,
    handleForm: handleKeysForm,
    load: async (db, { account }, data): Promise<Omit<KeysPageProps, keyof OwnPageProps>> => ({
      created: data?.key ?? null,
      fallback: { [KEYS_PATH]: await listKeys(db, account.id) },
    }),
  });
