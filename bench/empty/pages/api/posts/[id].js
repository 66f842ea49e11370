import { readFileSync } from "node:fs";

const post = JSON.parse(readFileSync(process.env.POST_FILE ?? "", "utf8"));

export default function handler(_req, res) {
  res.status(200).json(post);
}
