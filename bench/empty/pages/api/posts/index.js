// The least that an endpoint does: the same list each time, and to a POST the body that came.
import { readFileSync } from "node:fs";

const posts = JSON.parse(readFileSync(process.env.LIST_FILE ?? "", "utf8"));

export default function handler(req, res) {
  if (req.method === "POST") res.status(201).json({ id: "1", ...req.body });
  else res.status(200).json(posts);
}
