package dev.holdfast.it;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What a phone's camera sees that is held before a screen, as Chromium takes it for its camera: JPEGs one after another. */
final class CameraFilm {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SIDE = 300;
    private static final double TILT = Math.toRadians(8);

    private CameraFilm() {}

    /** @param picture what the screen shows */
    static Path of(byte[] picture, Path film) throws IOException {
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = frame.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        // Nobody holds a phone straight.
        graphics.rotate(TILT, WIDTH / 2.0, HEIGHT / 2.0);
        graphics.drawImage(
                ImageIO.read(new ByteArrayInputStream(picture)),
                (WIDTH - SIDE) / 2,
                (HEIGHT - SIDE) / 2,
                SIDE,
                SIDE,
                null);
        graphics.dispose();
        try (OutputStream out = Files.newOutputStream(film)) {
            ImageIO.write(frame, "jpeg", out);
        }
        return film;
    }
}
