import { z } from "zod";
import { Email } from "./accounts.ts";
import { idParams } from "./params.ts";
import { INVITED_ROLES } from "./roles.ts";

/** The input for inviting a person. */
export const NewInvitation = z.strictObject({
  email: Email.nullish().meta({ description: "Where to send the link, if the site sends email" }),
  role: z.enum(INVITED_ROLES, "Role must be author or editor").default("author"),
});
export type NewInvitation = z.output<typeof NewInvitation>;
export type NewInvitationInput = z.input<typeof NewInvitation>;

export const InvitationParams = idParams("invitation", "5f0c1f5e-2a53-4d0b-9a0e-6f7a2c1d9b44");

export const INVITATION_STATUSES = ["open", "expired", "used"] as const;

const moment = z.iso.datetime();

/** An invitation without its link, which is shown once. */
export const Invitation = z
  .strictObject({
    id: z.string(),
    email: z.string().nullable().meta({ description: "Where the link was sent, or was to be" }),
    role: z.enum(INVITED_ROLES),
    status: z.enum(INVITATION_STATUSES),
    createdAt: moment,
    expiresAt: moment,
    usedAt: moment.nullable(),
    acceptedBy: z
      .strictObject({ id: z.string(), name: z.string(), isDeleted: z.boolean() })
      .nullable()
      .meta({ description: "The account that was created with it, and whether that was deleted since" }),
  })
  .meta({ id: "Invitation", description: "Lets one person sign up" });
export type Invitation = z.infer<typeof Invitation>;

/** A new invitation, or one with a new link. */
export const InvitationWithLink = Invitation.extend({
  url: z.url().meta({ description: "The link, shown this once" }),
  isEmailed: z.boolean().meta({ description: "Whether the mail server has taken an email with the link" }),
}).meta({ id: "InvitationWithLink" });
export type InvitationWithLink = z.infer<typeof InvitationWithLink>;

/** The response of POST /api/auth/invitations. */
export const InvitationLink = z
  .strictObject({ url: z.url(), expiresAt: moment })
  .meta({ id: "InvitationLink", description: "Lets one person sign up" });
export type InvitationLink = z.infer<typeof InvitationLink>;
