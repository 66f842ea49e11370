import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { api } from "#lib/client/api";
import type { RejectedForm } from "#lib/shared/forms";

type Props = { refused: RejectedForm | null; isSent: boolean };

/** Sends a message to the owner. */
export function ContactForm({ refused, isSent }: Props) {
  return (
    <ActionForm
      name="contact"
      action="Send message"
      refused={refused}
      isCleared
      done="Your message is on its way to the owner of this site."
      isDone={isSent}
      onSubmit={async ({ name = "", email = "", message = "", website = "" }) => {
        await api.sendMessage({ name, email, message, website });
      }}
    >
      {(field) => (
        <>
          <Field {...field("name")} label="Name" required autoComplete="name" />
          <Field
            {...field("email")}
            type="email"
            label="Email address"
            hint="For the reply. Only the owner sees it."
            required
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
          />
          <Field {...field("message")} label="Message" rows={8} required />
          {/* A honeypot: hidden from people, filled in by bots. */}
          <div aria-hidden="true" className="sr-only">
            <label>
              Leave this empty <input name="website" tabIndex={-1} autoComplete="off" />
            </label>
          </div>
        </>
      )}
    </ActionForm>
  );
}
