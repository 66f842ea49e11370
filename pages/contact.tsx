import type { GetServerSideProps } from "next";
import { FormError } from "#components/forms/form-error";
import { ContactForm } from "#components/messages/contact-form";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { handleContactForm } from "#lib/server/messages/pages/contact-page";
import type { RejectedForm } from "#lib/shared/forms";

type Props = {
  refused: RejectedForm | null;
  /** Whether a message was just sent without JavaScript. */
  isSent: boolean;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await handleContactForm(context);
  if ("redirect" in outcome) return outcome;
  return { props: { refused: outcome.refused, isSent: !outcome.isPosted && context.query.done === "contact" } };
};

export default function ContactPage({ refused, isSent }: Props) {
  return (
    <>
      <PageHead title="Contact" description="Write to the owner of this site." />
      <PageTitle title="Contact">Write to the owner of this site.</PageTitle>
      <div className="mt-8">
        <FormError refused={refused} />
        <div className="sheet">
          <div className="sheet-text">
            <ContactForm refused={refused} isSent={isSent} />
          </div>
        </div>
      </div>
    </>
  );
}
