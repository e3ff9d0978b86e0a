/** How large one's own video is sent at most: 320x180, 640x360, 1280x720. */
export type VideoSize = 'small' | 'medium' | 'large';

export const videoSizes: Readonly<Record<VideoSize, { width: number; height: number }>> = {
  small: { width: 320, height: 180 },
  medium: { width: 640, height: 360 },
  large: { width: 1280, height: 720 },
};
