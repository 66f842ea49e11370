import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { DateText } from "#components/site/date-text";
import { type Status, StatusLine } from "#components/ui/status-line";
import { browserName } from "#lib/client/browser-name";
import { useSessions } from "#lib/client/use-sessions";
import type { Session } from "#lib/shared/accounts";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";

type Props = { refused: RejectedForm | null; isEnded: boolean };

function SessionText({ userAgent, address, createdAt, isCurrent }: Session) {
  return (
    <div className="min-w-0 grow basis-56">
      <p className="font-medium">
        {browserName(userAgent)} {isCurrent && <span className="ms-3 font-normal text-accent">This browser</span>}
      </p>
      <p className="flex flex-wrap gap-x-4 text-note text-ink-soft">
        {address && <span>{address}</span>}{" "}
        <span>
          Since <DateText value={createdAt} />
        </span>
      </p>
    </div>
  );
}

export function SessionsSection({ refused, isEnded }: Props) {
  const { sessions, end, endOthers } = useSessions();
  const [status, setStatus] = useState<Status | undefined>(isEnded ? { text: "Signed out." } : undefined);
  return (
    <AccountSection title="Signed in">
      <ul aria-label="Your sessions">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-rule py-4 first:border-0 first:pt-0"
          >
            <SessionText {...session} />
            {!session.isCurrent && (
              <ActionForm
                name="end-session"
                hidden={{ id: session.id }}
                action={
                  <>
                    Sign out<span className="sr-only"> {browserName(session.userAgent)}</span>
                  </>
                }
                variant="quiet"
                refused={refused?.typed.id === session.id ? refused : null}
                onSubmit={async ({ id = "" }) => {
                  await end(id);
                  setStatus({ text: `${browserName(session.userAgent)} is signed out.` });
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 2 && (
        <ActionForm
          name="end-other-sessions"
          action="Sign out everywhere else"
          variant="quiet"
          refused={refused}
          onSubmit={async () => {
            await endOthers();
            setStatus({ text: "You are signed out everywhere else." });
          }}
        />
      )}
      <StatusLine status={status} />
    </AccountSection>
  );
}
