package dev.holdfast.harness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The data of a {@link GeoDatabaseFile}: self-describing values. What was written before is pointed to. */
final class GeoDatabaseData {
    private static final int POINTER = 1;
    private static final int TEXT = 2;
    private static final int DOUBLE = 3;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final int BOOLEAN = 14;

    private static final int[] POINTERS_FROM = {0, 1 << 11, (1 << 11) + (1 << 19)};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Object, Integer> written = new HashMap<>();

    /** Writes an entry unless it is there already, and says where it begins. */
    int place(Map<String, ?> entry) {
        Integer there = written.get(entry);
        if (there != null) {
            return there;
        }
        int begin = out.size();
        write(entry);
        return begin;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void write(Object value) {
        Integer there = written.get(value);
        if (there != null) {
            pointer(there);
            return;
        }
        int begin = out.size();
        if (value instanceof Map<?, ?> map) {
            control(MAP, map.size());
            // In one order, so that equal databases are equal files.
            new TreeMap<Object, Object>(map).forEach((key, content) -> {
                write(key);
                write(content);
            });
            written.put(value, begin);
        } else if (value instanceof List<?> list) {
            control(ARRAY, list.size());
            list.forEach(this::write);
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            control(TEXT, bytes.length);
            out.writeBytes(bytes);
            written.put(value, begin);
        } else if (value instanceof Double number) {
            control(DOUBLE, Double.BYTES);
            out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        } else if (value instanceof Boolean bool) {
            control(BOOLEAN, bool ? 1 : 0);
        } else if (value instanceof Short number) {
            unsigned(UINT16, number);
        } else if (value instanceof Integer number) {
            unsigned(UINT32, number);
        } else if (value instanceof Long number) {
            unsigned(UINT64, number);
        } else {
            throw new IllegalArgumentException("The format has no " + value.getClass());
        }
    }

    /** Without leading zero bytes. */
    private void unsigned(int type, long number) {
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / 8;
        control(type, bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (number >> 8 * i));
        }
    }

    private void control(int type, int size) {
        int extended = type > MAP ? 0 : type << 5;
        int small = size < 29 ? size : size < 285 ? 29 : 30;
        if (size >= 65_821) {
            throw new IllegalArgumentException("Too long for a test's database");
        }
        out.write(extended | small);
        if (type > MAP) {
            out.write(type - MAP);
        }
        if (small == 29) {
            out.write(size - 29);
        } else if (small == 30) {
            out.write(size - 285 >> 8);
            out.write(size - 285);
        }
    }

    private void pointer(int to) {
        int size = to < POINTERS_FROM[1] ? 0 : to < POINTERS_FROM[2] ? 1 : 2;
        int value = to - POINTERS_FROM[size];
        int bytes = size + 1;
        out.write(POINTER << 5 | size << 3 | value >> 8 * bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >> 8 * i);
        }
    }
}
