import { createRequire } from "node:module";
import sharp from "sharp";
import { escapeHtml } from "#lib/server/escape-html";
import type { SocialImageTexts } from "#lib/shared/social-image";

export const SOCIAL_WIDTH = 1_200;
export const SOCIAL_HEIGHT = 630;
const MARGIN = 80;
/** The heights of the title and of the lines below it, in pixels. */
const TITLE_HEIGHT = 370;
const LINE_HEIGHT = 44;

/** The paper, ink and accent of styles/globals.css. */
const COLOURS = { paper: "#fbf8f1", ink: "#221e18", soft: "#655d51", accent: "#12584e" };

/** Sizes of the title in pixels, the largest first. */
const TITLE_SIZES = [92, 78, 66, 56, 48, 40];
const LINE_SIZE = 34;

const fontfile = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/newsreader/500Medium/Newsreader_500Medium.ttf",
);

/** Drawn text, as pixels: PNG could not be read again where its decoder is blocked. */
type Drawing = { input: Buffer; raw: { width: number; height: number; channels: 4 } };

/** Draws a text in lines, cut off below `maxHeight`. @returns the drawing, and whether it is whole */
async function draw(text: string, colour: string, size: number, maxHeight: number) {
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${escapeHtml(text)}</span>`,
      font: `Newsreader Medium ${size}`,
      fontfile,
      width: SOCIAL_WIDTH - 2 * MARGIN,
      wrap: "word-char",
      rgba: true,
      // A point is a pixel.
      dpi: 72,
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const height = Math.min(info.height, maxHeight);
  const input = data.subarray(0, height * info.width * info.channels);
  const drawing: Drawing = { input, raw: { width: info.width, height, channels: 4 } };
  return { drawing, isWhole: height === info.height };
}

/** The title in the largest size in which it fits, else in the smallest one. */
async function drawTitle(title: string, [size = 40, ...smaller]: number[] = TITLE_SIZES): Promise<Drawing> {
  const { drawing, isWhole } = await draw(title, COLOURS.ink, size, TITLE_HEIGHT);
  return isWhole || smaller.length === 0 ? drawing : drawTitle(title, smaller);
}

const drawLine = async (text: string, colour: string): Promise<Drawing> =>
  (await draw(text, colour, LINE_SIZE, LINE_HEIGHT)).drawing;

/** Draws the social image of a post. @returns a PNG in Base64 */
export async function drawSocialImage({
  accent = COLOURS.accent,
  author,
  site,
  title,
}: SocialImageTexts): Promise<string> {
  const left = MARGIN;
  const bottom = SOCIAL_HEIGHT - MARGIN - LINE_HEIGHT;
  const parts = [{ ...(await drawTitle(title)), left, top: MARGIN }];
  if (author) parts.push({ ...(await drawLine(author, COLOURS.soft)), left, top: bottom - LINE_HEIGHT - 10 });
  if (site) parts.push({ ...(await drawLine(site, accent)), left, top: bottom });
  const png = await sharp({
    create: { width: SOCIAL_WIDTH, height: SOCIAL_HEIGHT, channels: 3, background: COLOURS.paper },
  })
    .composite(parts)
    .png({ palette: true, colours: 64 })
    .toBuffer();
  return png.toString("base64");
}
