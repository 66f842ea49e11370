import { z } from "zod";
import { idParams, withoutNul } from "./params.ts";
import { profileFields, shownProfile } from "./profiles.ts";
import { POSTS_OF_DELETED, ROLES } from "./roles.ts";

const USER_STATUSES = ["active", "suspended"] as const;

const moment = z.iso.datetime();

/** An account, as others see it: its profile. The other fields are for the owner and the user themselves. */
export const User = z
  .strictObject({
    id: z.string(),
    ...shownProfile,
    email: z.string().optional(),
    role: z.enum(ROLES).optional(),
    status: z.enum(USER_STATUSES).optional(),
    createdAt: moment.optional(),
    lastSignInAt: moment.nullable().optional().meta({ description: "null if nobody has signed in yet" }),
    posts: z.int().optional().meta({ description: "Published, scheduled and drafts; without the trash" }),
  })
  .meta({ id: "User", description: "`email` and what follows are for the owner and the user themselves" });
export type User = z.infer<typeof User>;

/** A user with every field, as the owner sees them. */
export type UserDetails = Required<User>;

export const UserParams = idParams("user", "8f14e45f-ceea-467f-a0e6-2f1b3a4c5d6e");

/** The fields of a user that can be changed: the profile by the user and the owner, the rest by the owner. */
export const UserPatch = z.strictObject({
  name: profileFields.name.optional(),
  bio: profileFields.bio.optional().meta({ description: "Markdown, on the author's page" }),
  image: profileFields.image.optional().meta({ description: "An uploaded image, on the author's page" }),
  links: profileFields.links.optional().meta({ description: "Profiles elsewhere, with their labels or without" }),
  role: z.enum(ROLES, "Role must be owner, editor or author").optional(),
  status: z.enum(USER_STATUSES, "Status must be active or suspended").optional(),
});
export type UserPatch = z.output<typeof UserPatch>;
export type UserPatchInput = z.input<typeof UserPatch>;

/** The query for deleting a user. */
export const UserDeletion = z.strictObject({
  posts: z.enum(POSTS_OF_DELETED, "posts must be keep, transfer or delete: what becomes of the posts").meta({
    description:
      "`keep`: they stay under the name; `transfer`: the user `to` gets them; `delete`: they go to the trash",
  }),
  to: z
    .string("to must be given once")
    .overwrite(withoutNul)
    .optional()
    .meta({ description: "With `transfer`: the id of an active user" }),
});
export type UserDeletion = z.output<typeof UserDeletion>;
