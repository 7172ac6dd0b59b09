package dev.holdfast.agent.tpm;

/**
 * The answer to a command that succeeded.
 *
 * @param handle the handle it gave, 0 if that command gives none
 * @param parameters the rest, to be read to its end
 */
record TpmAnswer(int handle, TpmReader parameters) {
    private static final int TAG_OF_TPM_1_2 = 0x00C4;

    /** The response code of a frame whose header is in order. */
    static int code(byte[] frame) throws TpmException {
        TpmReader header = new TpmReader(frame);
        int tag = header.u16();
        int size = header.u32();
        int code = header.u32();
        if (tag == TAG_OF_TPM_1_2) {
            throw new TpmException.Malformed("it speaks TPM 1.2, which has none of the keys that are needed");
        }
        if (tag != TpmCommand.WITHOUT_SESSIONS && tag != TpmCommand.WITH_SESSIONS) {
            throw new TpmException.Malformed("an unknown tag");
        }
        if (size != frame.length) {
            throw new TpmException.Malformed("a size that is not the frame's");
        }
        return code;
    }

    /** The parts of a frame whose response code says success. */
    static TpmAnswer of(byte[] frame, TpmCommand command) throws TpmException {
        TpmReader reader = new TpmReader(frame);
        int tag = reader.u16();
        if (tag != (command.hasSessions() ? TpmCommand.WITH_SESSIONS : TpmCommand.WITHOUT_SESSIONS)) {
            throw new TpmException.Malformed("the tag of another kind of command");
        }
        reader.take(TpmTransport.HEADER - Short.BYTES);
        int handle = command.answersHandle() ? reader.u32() : 0;
        if (!command.hasSessions()) {
            return new TpmAnswer(handle, new TpmReader(reader.take(reader.rest())));
        }
        byte[] parameters = reader.take(reader.u32());
        for (int i = 0; i < command.authorizations().size(); i++) {
            reader.sized();
            reader.u8();
            reader.sized();
        }
        reader.end();
        return new TpmAnswer(handle, new TpmReader(parameters));
    }
}
