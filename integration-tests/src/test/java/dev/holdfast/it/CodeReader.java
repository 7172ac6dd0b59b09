package dev.holdfast.it;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Page;
import java.util.Base64;
import java.util.Map;

/**
 * Lends Chromium a BarcodeDetector. On Android and macOS the browser asks the system for it; on Linux there is none to ask.
 * The camera's pictures are the browser's own, and are read by ZXing.
 */
final class CodeReader {
    private static final String DETECTOR = """
            globalThis.BarcodeDetector = class {
              static async getSupportedFormats() {
                return ["qr_code"];
              }
              async detect(video) {
                const { videoWidth: width, videoHeight: height } = video;
                const canvas = new OffscreenCanvas(width, height).getContext("2d");
                canvas.drawImage(video, 0, 0);
                const { data } = canvas.getImageData(0, 0, width, height);
                let grey = "";
                for (let i = 0; i < data.length; i += 4) {
                  grey += String.fromCharCode((data[i] + 2 * data[i + 1] + data[i + 2]) >> 2);
                }
                const text = await readCode({ width, height, grey: btoa(grey) });
                return text === null ? [] : [{ rawValue: text }];
              }
            };
            """;

    private CodeReader() {}

    static void lendTo(Page page) {
        page.exposeFunction("readCode", arguments -> read((Map<?, ?>) arguments[0]));
        page.addInitScript(DETECTOR);
    }

    private static Object read(Map<?, ?> picture) {
        int width = ((Number) picture.get("width")).intValue();
        int height = ((Number) picture.get("height")).intValue();
        byte[] grey = Base64.getDecoder().decode((String) picture.get("grey"));
        PlanarYUVLuminanceSource source = new PlanarYUVLuminanceSource(grey, width, height, 0, 0, width, height, false);
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)))
                    .getText();
        } catch (ReaderException e) {
            // There is none in this picture, or it is blurred.
            return null;
        }
    }
}
