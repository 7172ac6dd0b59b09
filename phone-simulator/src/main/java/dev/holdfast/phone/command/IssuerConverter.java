package dev.holdfast.phone.command;

import dev.holdfast.phone.realm.Issuer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --issuer}. */
final class IssuerConverter implements ITypeConverter<Issuer> {
    @Override
    public Issuer convert(String value) {
        try {
            return new Issuer(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
