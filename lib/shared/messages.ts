import { z } from "zod";
import { Email, Name } from "./accounts.ts";
import { idParams } from "./params.ts";
import { normalizeNewlines, withoutForbidden } from "./text.ts";

export const MESSAGE_MAX = 5_000;

/** The input of the contact form. */
export const NewMessage = z.strictObject({
  name: Name,
  email: Email,
  message: z
    .string({ error: ({ input }) => (input === undefined ? "Message is required" : "Message must be text") })
    .overwrite(normalizeNewlines)
    .refine(...withoutForbidden("Message"))
    .overwrite((message) => message.trim())
    .refine((message) => message !== "", { error: "Message is required", abort: true })
    .refine(
      (message) => message.length <= MESSAGE_MAX,
      `Message must be at most ${MESSAGE_MAX.toLocaleString("en")} characters long`,
    )
    .meta({ minLength: 1, maxLength: MESSAGE_MAX, description: "Plain text" }),
  website: z
    .string("Website must be text")
    .optional()
    .meta({ description: "Honeypot: leave it out. Messages with it are dropped" }),
});
export type NewMessage = z.output<typeof NewMessage>;

export const MessageParams = idParams("message", "1");

/** A message, as shown to the owner. */
export const Message = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    message: z.string().meta({ description: "Plain text" }),
    sentAt: z.iso.datetime(),
    isRead: z.boolean(),
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof Message>;

/** The fields of a message that the owner can change. */
export const MessagePatch = z.strictObject({ isRead: z.boolean("isRead must be true or false") });
export type MessagePatch = z.output<typeof MessagePatch>;
