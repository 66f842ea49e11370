import { useEffect, useState } from "react";
import type { SaveStatus } from "#lib/client/save-status";

const ON_DEVICE = {
  offline: "Offline, saved on this device",
  unreachable: "The server cannot be reached, saved on this device",
  "signed-out": "Signed out, saved on this device",
  "other-account": "Another account is signed in, saved on this device",
  refused: "Saved on this device only",
  conflict: "Changed on another device, saved on this one",
};

const NOWHERE = {
  missing: "Not saved: this browser stores nothing for this site",
  full: "Not saved: the storage of this browser is full",
  failed: "Not saved: the storage of this browser fails",
};

function textOf(status: SaveStatus): string {
  switch (status.name) {
    case "unchanged":
      return "";
    case "saving":
      return "Saving…";
    case "saved":
      return "Saved";
    case "on-device":
      return "reason" in status ? ON_DEVICE[status.reason] : "Saved on this device";
    case "nowhere":
      return NOWHERE[status.reason];
  }
}

/** What is announced: a status that lasts, not each “Saving…” while somebody types. */
const isAnnounced = ({ name }: SaveStatus) => name !== "saving" && name !== "unchanged";

/** Where the text is stored. A screen reader hears of it when it changes for longer than a pause in typing. */
export function SaveStatusText({ status }: { status: SaveStatus }) {
  const text = textOf(status);
  const [announced, setAnnounced] = useState("");
  useEffect(() => {
    if (isAnnounced(status)) setAnnounced(text);
  }, [status, text]);
  return (
    <>
      <span aria-hidden="true" className={`empty:hidden ${status.name === "nowhere" ? "text-danger" : ""}`}>
        {text}
      </span>{" "}
      <span role="status" className="sr-only">
        {announced}
      </span>
    </>
  );
}
