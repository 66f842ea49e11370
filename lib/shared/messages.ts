import { z } from "zod";
import { Email, Name } from "./accounts.ts";
import { idParams } from "./params.ts";
import { normalizeNewlines, withoutForbidden } from "./text.ts";

export const MESSAGE_MAX = 5_000;

/** What a visitor writes to the owner. */
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
    .meta({ description: "Leave it out: only programs that fill in every field fill in this one, and are not heard" }),
});
export type NewMessage = z.output<typeof NewMessage>;

export const MessageParams = idParams("message", "1");

/** A message as the owner reads it. */
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

/** What the owner can change of a message. */
export const MessagePatch = z.strictObject({ isRead: z.boolean("isRead must be true or false") });
export type MessagePatch = z.output<typeof MessagePatch>;
