import type { IncomingMessage } from "node:http";
import type { Selectable } from "kysely";
import { clientIp } from "#lib/server/client-ip";
import type { Database, MessagesTable } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { limitMessages } from "#lib/server/rate-limits";
import type { Message, MessagePatch, NewMessage } from "#lib/shared/messages";
import { NumericId, PAGE_DEFAULT, type PageQuery } from "#lib/shared/params";
import { cleanText } from "#lib/shared/text";
import { UNREAD_MAX } from "#lib/shared/unread";
import { emailToOwner } from "./message-email.ts";

const LIST = "messages";

function toMessage({ created_at, email, id, message, name, read_at }: Selectable<MessagesTable>): Message {
  const text = { name: cleanText(name), email, message: cleanText(message) };
  return { id: String(id), ...text, sentAt: new Date(created_at).toISOString(), isRead: read_at !== null };
}

/**
 * Stores a message and emails it to the owner. A message with the honeypot field `website` is dropped; the response is the
 * same.
 * @throws {Problem} 429 after too many
 */
export async function createMessage(
  db: Database,
  req: IncomingMessage,
  { website = "", ...message }: NewMessage,
  now = Date.now(),
): Promise<void> {
  await limitMessages(db, clientIp(req));
  if (website !== "") {
    log.info({ event: "message-dropped", client: clientIp(req) }, "message with the honeypot field dropped");
    return;
  }
  await db
    .insertInto("messages")
    .values({ ...message, created_at: now })
    .execute();
  // Not awaited: the message is stored, and the response says no more.
  void emailToOwner(db, message);
}

/** Lists messages, newest first; `next` is the next cursor. */
export async function listMessages(db: Database, { after, limit = PAGE_DEFAULT }: PageQuery) {
  const position = await parseCursor(db, LIST, after);
  const rows = await db
    .selectFrom("messages")
    .selectAll()
    .$if(position !== undefined, (query) => query.where("id", "<", Number(position?.[0])))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const { page, last } = takePage(rows, limit);
  return { messages: page.map(toMessage), next: await nextCursor(db, LIST, last && [last.id]) };
}

/** Counts the unread messages, up to UNREAD_MAX. */
export async function countUnread(db: Database): Promise<number> {
  const { unread } = await db
    .selectFrom(
      db.selectFrom("messages").select("id").where("read_at", "is", null).orderBy("id").limit(UNREAD_MAX).as("counted"),
    )
    .select((eb) => eb.fn.countAll<number>().as("unread"))
    .executeTakeFirstOrThrow();
  return Number(unread);
}

const messageNotFound = () => new Problem("not-found", { title: "Message not found" });

/** Parses a message id. @throws {Problem} 404 for an invalid one */
function parseId(id: unknown): number {
  const parsed = NumericId.safeParse(id);
  if (parsed.success) return Number(parsed.data);
  throw messageNotFound();
}

/** Marks a message as read or unread. @throws {Problem} 404 */
export async function changeMessage(
  db: Database,
  id: unknown,
  { isRead }: MessagePatch,
  now = Date.now(),
): Promise<Message> {
  const changed = await db
    .updateTable("messages")
    .set({ read_at: isRead ? now : null })
    .where("id", "=", parseId(id))
    .returningAll()
    .executeTakeFirst();
  if (changed) return toMessage(changed);
  throw messageNotFound();
}

/** Deletes a message permanently. @throws {Problem} 404 */
export async function deleteMessage(db: Database, id: unknown): Promise<void> {
  const deleted = await db.deleteFrom("messages").where("id", "=", parseId(id)).returning("id").execute();
  if (deleted.length === 0) throw messageNotFound();
}
