// Reading QR codes with the camera, where the browser can; everywhere else people type, or use the phone's camera app.

import { el } from "./elements.js";

const EVERY = 200;

export async function canScan() {
  try {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats();
    return Boolean(formats?.includes("qr_code") && navigator.mediaDevices?.getUserMedia);
  } catch {
    return false;
  }
}

/**
 * Shows what the camera sees until a code is one that read() takes.
 *
 * @param read (text) → something, or null for a code of another kind
 * @return {node, started, stop}; started fails where the camera may not be used
 */
export function scanner({ label, read, found }) {
  const video = el("video", { "aria-label": label, playsinline: true, muted: true });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stream;
  let timer;
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    stream?.getTracks().forEach((track) => track.stop());
  };
  const look = async () => {
    const codes = await detector.detect(video).catch(() => []);
    if (stopped) {
      return;
    }
    for (const { rawValue } of codes) {
      const value = read(rawValue);
      if (value) {
        stop();
        navigator.vibrate?.(40);
        found(value);
        return;
      }
    }
    timer = setTimeout(look, EVERY);
  };
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (stopped) {
      stream.getTracks().forEach((track) => track.stop());
      return;
    }
    video.srcObject = stream;
    await video.play();
    look();
  };
  return { node: el("div.camera", video, el("div.camera-frame", { "aria-hidden": "true" })), started: start(), stop };
}
