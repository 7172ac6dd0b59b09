package dev.holdfast.device.authority;

import dev.holdfast.device.key.LabelledHash;

/**
 * What a trusted authority calls a device. The same name by another authority is another device.
 *
 * @param authority which trust anchor (RFC 5280 §6.1.1 (d): name and key), so that a renewed certificate of it is the same
 * @param name what the identity rule's field says
 */
public record CertifiedName(String authority, String name) {
    public CertifiedName {
        if (authority.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a device is named by somebody");
        }
    }

    /** Both in 43 characters, for a unique index. */
    public String slot() {
        return LabelledHash.of("holdfast-certified-name")
                .add(authority)
                .add(name)
                .base64Url();
    }
}
