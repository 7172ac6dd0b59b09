package dev.holdfast.agent.command;

import dev.holdfast.agent.origin.Issuer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an issuer from the command line. */
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
