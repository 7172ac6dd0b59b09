package dev.holdfast.packaging;

import dev.holdfast.packaging.FileTree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Debian packages whose shared libraries programs of a tree are linked with. */
final class SharedLibraries {
    private static final Map<String, String> PACKAGES =
            Map.of("libz.so.1", "zlib1g", "libstdc++.so.6", "libstdc++6", "libgcc_s.so.1", "libgcc-s1");
    private static final Pattern C_LIBRARY = Pattern.compile("GLIBC_2\\.(\\d+)\0");
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private SharedLibraries() {}

    /** For the field {@code Depends}. A JDK of this machine needs what it was built with, or newer. */
    static String dependencies(FileTree tree) {
        int minor = 0;
        TreeSet<String> packages = new TreeSet<>();
        for (Entry entry : tree.entries().values()) {
            if (isElf(entry.content())) {
                String text = new String(entry.content(), StandardCharsets.ISO_8859_1);
                for (Matcher version = C_LIBRARY.matcher(text); version.find(); ) {
                    minor = Math.max(minor, Integer.parseInt(version.group(1)));
                }
                PACKAGES.forEach((library, name) -> {
                    if (text.contains("\0" + library + "\0")) {
                        packages.add(name);
                    }
                });
            }
        }
        packages.add("libc6 (>= 2." + minor + ")");
        return String.join(", ", packages);
    }

    private static boolean isElf(byte[] content) {
        return content.length > ELF.length
                && content[0] == ELF[0]
                && content[1] == ELF[1]
                && content[2] == ELF[2]
                && content[3] == ELF[3];
    }
}
