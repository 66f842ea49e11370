// Labels of videos in texts.

/** @param source where it is from, such as YouTube */
export const playVideo = (source: string) => `Play the video from ${source}`;
