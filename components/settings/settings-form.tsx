import { useEffect, useRef, useState } from "react";
import { AccountSection } from "#components/accounts/account-section";
import { ImageField } from "#components/images/image-field";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Field } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { useLeaveWarning } from "#lib/client/use-leave-warning";
import { formFieldError } from "#lib/shared/form-texts";
import type { RejectedForm } from "#lib/shared/forms";
import { COMMON_LANGUAGES } from "#lib/shared/languages";
import type { SiteFormValues } from "#lib/shared/site-form";
import { SITE_TEXT_MAX, VERIFICATION_NAMES, VERIFICATIONS } from "#lib/shared/site-limits";
import type { SiteSettingName } from "#lib/shared/site-settings";
import { AccentField } from "./accent-field.tsx";
import { NavigationField } from "./navigation-field.tsx";

type Props = {
  account: string;
  values: SiteFormValues;
  fixed: SiteSettingName[];
  refused: RejectedForm | null;
  /** Whether the values are previewed, and so not saved yet. */
  isPreview: boolean;
};

/** Known to browsers, but not the same in all of them: a suggestion only. */
function useTimeZones(): string[] {
  const [zones, setZones] = useState<string[]>([]);
  useEffect(() => setZones(Intl.supportedValuesOf("timeZone")), []);
  return zones;
}

/** Follows links without the router, which would leave the look of a preview on the next page. */
function useFreshLinks(isPreview: boolean): void {
  useEffect(() => {
    if (!isPreview) return;
    function follow(event: MouseEvent) {
      if (event.target instanceof Element && event.target.closest("a[href]")) event.stopPropagation();
    }
    document.addEventListener("click", follow, true);
    return () => document.removeEventListener("click", follow, true);
  }, [isPreview]);
}

/** The form of the site's settings. It is posted to its page, so that the whole frame of the next page is the new one. */
export function SettingsForm({ account, values, fixed, refused, isPreview }: Props) {
  const timeZones = useTimeZones();
  const form = useRef<HTMLFormElement>(null);
  const isChanged = useRef(isPreview);
  const isSent = useRef(false);
  useFreshLinks(isPreview);
  useLeaveWarning(() => isChanged.current && !isSent.current);
  const errors = refused?.fields ?? {};
  const hasErrors = Object.keys(errors).length > 0;

  useEffect(() => {
    if (hasErrors) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [hasErrors]);

  function field(name: string) {
    const isFixed = fixed.includes(name as SiteSettingName);
    return {
      name,
      defaultValue: values[name] ?? "",
      error: formFieldError(errors, name),
      ...(isFixed && { disabled: true, hint: "Fixed by the settings of the server." }),
    };
  }
  const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false };
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onInput={() => {
        isChanged.current = true;
      }}
      onSubmit={() => {
        isSent.current = true;
      }}
    >
      <input type="hidden" name="account" value={account} />
      <input type="hidden" name="version" value={values.version} />
      <AccountSection title="Words">
        <Field label="Title" required maxLength={SITE_TEXT_MAX.title} autoComplete="off" {...field("title")} />
        <Field
          label="Tagline"
          hint="One line below the title of the home page; in feeds and link previews too."
          maxLength={SITE_TEXT_MAX.tagline}
          autoComplete="off"
          {...field("tagline")}
        />
        <Field
          label="Introduction"
          hint="Markdown, on the home page. A paragraph or two; there is more room on the page About."
          rows={4}
          maxLength={SITE_TEXT_MAX.introduction}
          {...field("introduction")}
        />
        <Field
          label="Footer"
          hint="Markdown, at the end of every page."
          rows={2}
          maxLength={SITE_TEXT_MAX.footer}
          {...field("footer")}
        />
      </AccountSection>
      <AccountSection title="Look">
        <AccentField {...field("accent")} />
        <ImageField
          {...field("logo")}
          label="Logo"
          hint="Before the title on every page. One about as wide as high is the icon of the site, too; a wider one stands in place of the title."
        />
        <ImageField
          {...field("socialImage")}
          label="Social image"
          hint="For link previews of pages that have none: best 1,200 × 630 pixels."
        />
        <Field label="What the social image shows" autoComplete="off" {...field("socialImageAlt")} />
        <Checkbox label="Show the covers of posts in lists" {...field("listCovers")} />
      </AccountSection>
      <AccountSection title="Navigation">
        <NavigationField {...field("navigation")} />
      </AccountSection>
      <AccountSection title="Language and time">
        <div className="grid gap-6 wide:grid-cols-2">
          <Field
            label="Language"
            hint="A tag such as en or pt-BR."
            list="languages"
            {...plain}
            {...field("language")}
          />
          <Field label="Time zone" hint="Such as Europe/Paris." list="time-zones" {...plain} {...field("timeZone")} />
        </div>
        <datalist id="languages">
          {Object.entries(COMMON_LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} label={name} />
          ))}
        </datalist>
        <datalist id="time-zones">
          {timeZones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </AccountSection>
      <AccountSection title="Elsewhere">
        <Field
          label="Your profiles"
          hint="One URL a line, such as https://social.example/@you: each page links to them as rel=me, by which other services verify them."
          rows={2}
          {...plain}
          {...field("relMe")}
        />
        <details open={VERIFICATION_NAMES.some((name) => values[`verification.${name}`])}>
          <summary className="cursor-pointer py-2 font-medium">Verification codes</summary>
          <p className="text-note text-ink-soft">
            The content of the meta element that a service asks for. For the Fediverse it is your handle,
            @you@social.example.
          </p>
          <div className="mt-4 grid gap-6 wide:grid-cols-2">
            {VERIFICATION_NAMES.map((name) => (
              <Field key={name} label={VERIFICATIONS[name]} {...plain} {...field(`verification.${name}`)} />
            ))}
          </div>
        </details>
      </AccountSection>
      <div className="sheet border-t border-rule py-8">
        <div className="sheet-text space-y-4">
          {refused && (
            <Notice kind="error">
              {hasErrors ? "Not saved: see what is wrong with the fields above." : `${refused.title}.`}
            </Notice>
          )}
          <div className="flex flex-wrap gap-3">
            <Button type="submit" name="form" value="save">
              Save
            </Button>{" "}
            <Button type="submit" name="form" value="preview" variant="quiet">
              Preview
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
