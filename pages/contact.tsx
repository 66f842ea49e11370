import type { GetServerSideProps } from "next";
import { RefusalNote } from "#components/accounts/refusal-note";
import { ContactForm } from "#components/messages/contact-form";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { takeMessageForm } from "#lib/server/messages/contact-page";
import type { RefusedForm } from "#lib/shared/forms";

type Props = {
  refused: RefusedForm | null;
  /** Whether a plain post of the form has been taken. */
  isSent: boolean;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await takeMessageForm(context);
  if ("redirect" in outcome) return outcome;
  return { props: { refused: outcome.refused, isSent: !outcome.isPosted && context.query.done === "contact" } };
};

export default function ContactPage({ refused, isSent }: Props) {
  return (
    <>
      <PageHead title="Contact" description="Write to whoever keeps this site." />
      <PageTitle title="Contact">Write to whoever keeps this site.</PageTitle>
      <div className="mt-8">
        <RefusalNote refused={refused} />
        <div className="sheet">
          <div className="sheet-text">
            <ContactForm refused={refused} isSent={isSent} />
          </div>
        </div>
      </div>
    </>
  );
}
