import type { GetServerSidePropsContext } from "next";
import { listSessions } from "#lib/server/accounts/sessions";
import { listPasskeys } from "#lib/server/passkeys/passkeys";
import type { Session } from "#lib/shared/accounts";
import { PASSKEYS_PATH, SECURITY_PAGE_PATH, SESSIONS_PATH } from "#lib/shared/owner-paths";
import type { Passkey } from "#lib/shared/passkeys";
import { handleSecurityForm } from "./form-actions.ts";
import { loadOwnPage, type OwnPageProps } from "./own-page.ts";

export type SecurityPageProps = OwnPageProps & { fallback: Record<string, Passkey[] | Session[]> };

/** Loads the page about how one signs in. */
export const loadSecurityPage = (context: GetServerSidePropsContext) =>
  loadOwnPage(context, {
    path: SECURITY_PAGE_PATH,
    handleForm: handleSecurityForm,
    load: async (db, session): Promise<Omit<SecurityPageProps, keyof OwnPageProps>> => ({
      fallback: {
        [PASSKEYS_PATH]: await listPasskeys(db, session.account.id),
        [SESSIONS_PATH]: await listSessions(db, session),
      },
    }),
  });
