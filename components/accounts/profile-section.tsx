import { ActionForm } from "#components/forms/action-form";
import { ImageField } from "#components/images/image-field";
import { Field } from "#components/ui/field";
import { Link } from "#components/ui/link";
import { useChangeProfile } from "#lib/client/use-account-changes";
import type { RejectedForm } from "#lib/shared/forms";
import { authorPagePath } from "#lib/shared/paths";
import { BIO_MAX, PROFILE_LINKS_MAX, toProfileForm } from "#lib/shared/profile-form";
import type { User } from "#lib/shared/users";
import { AccountSection } from "./account-section.tsx";

type Props = { user: User; refused: RejectedForm | null; isDone: boolean };

/** What a user says about themselves: the name with their posts, and the rest of their author's page. */
export function ProfileSection({ user, refused, isDone }: Props) {
  const change = useChangeProfile(user.id);
  const values = toProfileForm(user);
  return (
    <AccountSection title="Profile">
      <p className="text-ink-soft">
        Your page is{" "}
        <Link href={authorPagePath(user)} className="link wrap-anywhere">
          {`/authors/${user.slug}`}
        </Link>
        . Your name leads there from each of your posts.
      </p>
      <ActionForm
        name="profile"
        action="Save profile"
        variant="quiet"
        refused={refused}
        done="Your profile is saved."
        isDone={isDone}
        onSubmit={change}
      >
        {(field) => {
          const withValue = (name: keyof typeof values) => {
            const { defaultValue = values[name], ...rest } = field(name);
            return { defaultValue, ...rest };
          };
          const { error, ...image } = withValue("image");
          return (
            <>
              <Field
                {...withValue("name")}
                label="Name"
                hint="It is shown with your posts."
                required
                autoComplete="name"
              />
              <Field
                {...withValue("bio")}
                label="Bio"
                hint="A few sentences in Markdown, on your page."
                rows={4}
                maxLength={BIO_MAX}
              />
              <ImageField
                {...image}
                error={error}
                label="Image"
                hint="In a circle on your page, and whole in link previews of it."
              />
              <Field
                {...withValue("links")}
                label="Links"
                hint={`Where else you are: one URL a line, up to ${PROFILE_LINKS_MAX}. A name may stand before it: Mastodon | https://…`}
                rows={3}
                spellCheck={false}
                autoCapitalize="none"
              />
            </>
          );
        }}
      </ActionForm>
    </AccountSection>
  );
}
