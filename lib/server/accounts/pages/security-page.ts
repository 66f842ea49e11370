import type { GetServerSidePropsContext } from "next";
import { readSecurity } from "#lib/server/accounts/security";
import { listSessions } from "#lib/server/accounts/sessions";
import { env } from "#lib/server/env";
import { listPasskeys } from "#lib/server/passkeys/passkeys";
import type { AccountSecurity } from "#lib/shared/account-security";
import type { Session } from "#lib/shared/accounts";
import { PASSKEYS_PATH, SECURITY_PAGE_PATH, SECURITY_PATH, SESSIONS_PATH } from "#lib/shared/owner-paths";
import type { Passkey } from "#lib/shared/passkeys";
import { handleSecurityForm } from "./form-actions.ts";
import { loadOwnPage, type OwnPageProps } from "./own-page.ts";

export type SecurityPageProps = OwnPageProps & {
  security: AccountSecurity;
  /** Whether the site sends email. */
  sendsEmail: boolean;
  fallback: Record<string, Passkey[] | Session[] | AccountSecurity>;
};

/** Loads the page about how one signs in. */
export const loadSecurityPage = (context: GetServerSidePropsContext) =>
  loadOwnPage(context, {
    path: SECURITY_PAGE_PATH,
    handleForm: handleSecurityForm,
    load: async (db, session): Promise<Omit<SecurityPageProps, keyof OwnPageProps>> => {
      const security = await readSecurity(db, session);
      return {
        security,
        sendsEmail: env().SMTP_URL !== undefined,
        fallback: {
          [SECURITY_PATH]: security,
          [PASSKEYS_PATH]: await listPasskeys(db, session.account.id),
          [SESSIONS_PATH]: await listSessions(db, session),
        },
      };
    },
  });
