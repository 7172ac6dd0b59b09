package dev.holdfast.agent.pin;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The client's side of the Assuan protocol, as far as a pinentry needs it: lines of at most 1000 bytes. */
final class Assuan implements Closeable {
    private static final int MAX_LINE = 1_000;
    private static final int HEX = 16;

    private final InputStream in;
    private final OutputStream out;

    Assuan(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * How a command ended.
     *
     * @param error 0 for OK, else the code of libgpg-error
     * @param data what came before that, decoded; a secret
     */
    record Reply(int error, char[] data) {
        @Override
        public String toString() {
            return "Reply[" + error + "]";
        }
    }

    /** Reads the OK with which a server begins. */
    void greeting() throws IOException {
        if (reply().error() != 0) {
            throw new IOException("the program refuses to serve");
        }
    }

    /** Sends a command and waits for its end. */
    Reply command(String name, String argument) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        if (!argument.isEmpty()) {
            line.write(' ');
            for (byte b : argument.getBytes(StandardCharsets.UTF_8)) {
                // A line's end inside the argument would be another command.
                if (b == '%' || b == '\n' || b == '\r') {
                    line.writeBytes(String.format("%%%02X", b).getBytes(StandardCharsets.US_ASCII));
                } else {
                    line.write(b);
                }
            }
        }
        if (line.size() > MAX_LINE) {
            throw new IOException("a line of " + line.size() + " bytes");
        }
        line.write('\n');
        out.write(line.toByteArray());
        out.flush();
        return reply();
    }

    private Reply reply() throws IOException {
        char[] data = {};
        while (true) {
            byte[] line = line();
            try {
                if (starts(line, "D ")) {
                    char[] more = decoded(line);
                    char[] all = Arrays.copyOf(data, data.length + more.length);
                    System.arraycopy(more, 0, all, data.length, more.length);
                    Arrays.fill(data, '\0');
                    Arrays.fill(more, '\0');
                    data = all;
                } else if (starts(line, "OK")) {
                    return new Reply(0, data);
                } else if (starts(line, "ERR")) {
                    return new Reply(code(line), data);
                } else if (starts(line, "INQUIRE ")) {
                    out.write("CAN\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
                // Status lines and comments say nothing that matters here.
            } finally {
                Arrays.fill(line, (byte) 0);
            }
        }
    }

    private static int code(byte[] line) throws IOException {
        String[] words = new String(line, StandardCharsets.US_ASCII).split(" ", -1);
        try {
            int code = words.length > 1 ? Integer.parseUnsignedInt(words[1]) : 0;
            if (code != 0) {
                return code;
            }
        } catch (NumberFormatException e) {
            // Answered below, as the code 0, which is none.
        }
        throw new IOException("an error without a code");
    }

    private byte[] line() throws IOException {
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || length == MAX_LINE) {
                Arrays.fill(line, (byte) 0);
                throw new IOException("the program said half a line");
            }
            line[length++] = (byte) b;
        }
        byte[] exact = Arrays.copyOf(line, length);
        Arrays.fill(line, (byte) 0);
        return exact;
    }

    private static boolean starts(byte[] line, String word) {
        byte[] start = word.getBytes(StandardCharsets.US_ASCII);
        return line.length >= start.length && Arrays.equals(line, 0, start.length, start, 0, start.length);
    }

    /** The data after {@code "D "}, percent-decoded. */
    private static char[] decoded(byte[] line) throws IOException {
        byte[] bytes = new byte[line.length];
        int length = 0;
        for (int i = 2; i < line.length; i++) {
            if (line[i] != '%') {
                bytes[length++] = line[i];
            } else if (i + 2 < line.length && digit(line[i + 1]) >= 0 && digit(line[i + 2]) >= 0) {
                bytes[length++] = (byte) (digit(line[i + 1]) * HEX + digit(line[i + 2]));
                i += 2;
            } else {
                throw new IOException("a percent sign without its digits");
            }
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
        char[] chars = new char[text.remaining()];
        text.get(chars);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(text.array(), '\0');
        return chars;
    }

    private static int digit(byte b) {
        return Character.digit(b, HEX);
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            out.close();
        } catch (IOException e) {
            // The program has ended already.
            return;
        }
    }
}
