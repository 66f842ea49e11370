import { screen } from "@testing-library/react";
import { loadSettingsPage, type SettingsPageProps } from "#lib/server/site/pages/settings-page";
import { readSettings } from "#lib/server/site/settings";
import { makeOwner } from "#support/accounts";
import { withDatabase } from "#support/database";
import { loadPage } from "#support/load-page";
import { show } from "#support/render";
import { withSettings } from "#support/settings";
import SitePage from "../../../pages/account/site";

const data = withDatabase();
withSettings({ SITE_TITLE: "By the server" });

const load = (sent: Parameters<typeof loadPage>[1]) => loadPage<SettingsPageProps>(loadSettingsPage, sent);

test("SitePage — SITE_TITLE set — shown as fixed; the rest of the form is saved", async () => {
  const { headers } = await makeOwner();
  const { props } = await load({ headers });
  show(<SitePage {...(props as SettingsPageProps)} />, { address: "/account/site" });
  const title = screen.getByLabelText("Title");
  expect(title).toBeDisabled();
  expect(title).toHaveValue("By the server");
  expect(title).toHaveAccessibleDescription("Fixed by the settings of the server.");
  expect(screen.getByLabelText("Tagline")).toBeEnabled();
  // Browsers do not send what is disabled.
  const { title: _fixed, ...values } = props?.values ?? {};
  const body = { form: "save", ...values, tagline: "From the shore" };
  expect((await load({ headers, body })).redirect?.destination).toBe("/account/site?done=site");
  expect((await readSettings(data.db)).stored).toEqual({ tagline: "From the shore" });
});
