import { z } from "zod";

/** The id of an autosave and of a local draft; also the Idempotency-Key of the request that creates the post. */
export const AutosaveId = z
  .uuid("An autosave's id is a UUID")
  .overwrite((id) => id.toLowerCase())
  .meta({ description: "A UUID, chosen by the client", example: "0b1f3c9e-5d0a-4c7e-9a55-3f0f6a1c2d4e" });
