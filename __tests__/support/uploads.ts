import { readdirSync } from "node:fs";
import sharp from "sharp";
import { files } from "#lib/server/files/files";
import { Image } from "#lib/shared/images";
import images from "../../pages/api/images/index";
import { call } from "./call";
import { withFolder } from "./folder";
import { withSettings } from "./settings";

/** A folder for images of its own, for each test of the file. @returns the names of the files in it */
export function withImageFolder(): { stored(): string[]; readonly folder: string } {
  const settings = { FILES_URL: "" };
  const folder = withFolder();
  beforeEach(() => {
    settings.FILES_URL = `file:${folder.path}`;
  });
  withSettings(settings);
  beforeEach(async () => {
    await (await files()).check();
  });
  return {
    stored: () =>
      readdirSync(folder.path, { recursive: true, withFileTypes: true }).flatMap((one) =>
        one.isFile() ? [one.name] : [],
      ),
    get folder() {
      return folder.path;
    },
  };
}

type Sender = { headers: Record<string, string> };

/** Uploads bytes. */
export const upload = (bytes: Uint8Array, { headers }: Sender = { headers: {} }, type = "image/png") =>
  call(images, { method: "POST", headers: { "content-type": type, ...headers }, raw: bytes });

/** A PNG that no other number below 200 gives. */
export function pngOf(number: number, width = 16): Promise<Buffer> {
  const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: (number * 151) % 256 };
  return sharp({ create: { width, height: 16, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Uploads an image that no other number gives. */
export async function uploaded(number: number, sender?: Sender, width?: number): Promise<Image> {
  const response = await upload(await pngOf(number, width), sender);
  if (response.status > 201) throw new Error(`The image was refused: ${response.body}`);
  return Image.parse(response.json());
}
