// What kind of phone this is.

const agent = navigator.userAgent;

/** iPadOS calls itself a Mac, but has a touch screen. */
export const isIos = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);

export const platform = isIos
  ? "ios"
  : /Android/.test(agent)
    ? "android"
    : /Windows/.test(agent)
      ? "windows"
      : /Macintosh/.test(agent)
        ? "macos"
        : /Linux|CrOS/.test(agent)
          ? "linux"
          : "other";

const NAMES = { ios: /iPad|Macintosh/.test(agent) ? "iPad" : "iPhone", android: "Android", windows: "Windows", macos: "Mac", linux: "Linux" };

export const usualName = NAMES[platform] ?? "Phone";

export const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
