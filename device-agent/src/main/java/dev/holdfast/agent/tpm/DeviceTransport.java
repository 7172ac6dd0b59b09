package dev.holdfast.agent.tpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A character device of Linux: one write is a command, one read its answer. */
final class DeviceTransport implements TpmTransport {
    private static final String RESOURCE_MANAGER = "tpmrm";

    private final TpmAddress.Device address;
    private final FileChannel channel;

    private DeviceTransport(TpmAddress.Device address, FileChannel channel) {
        this.address = address;
        this.channel = channel;
    }

    static DeviceTransport open(TpmAddress.Device address) throws TpmException {
        Path path = address.path();
        // A slip of the pen must not write a command into somebody's file.
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw TpmException.Unreachable.notADevice(path);
        }
        try {
            return new DeviceTransport(
                    address, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            throw TpmException.Unreachable.absent(path);
        } catch (AccessDeniedException e) {
            throw TpmException.Unreachable.forbidden(path);
        } catch (IOException e) {
            throw TpmException.Unreachable.gone(address, e);
        }
    }

    @Override
    public byte[] exchange(byte[] command) throws TpmException {
        ByteBuffer answer = ByteBuffer.allocate(MAX_FRAME);
        int length;
        try {
            if (channel.write(ByteBuffer.wrap(command)) != command.length) {
                throw new TpmException.Malformed("the device took a part of a command");
            }
            // The kernel bounds how long a command may take.
            length = channel.read(answer);
        } catch (TpmException e) {
            throw e;
        } catch (IOException e) {
            throw TpmException.Unreachable.gone(address, e);
        }
        return Arrays.copyOf(answer.array(), Math.max(length, 0));
    }

    @Override
    public boolean isExclusive() {
        return !String.valueOf(address.path().getFileName()).startsWith(RESOURCE_MANAGER);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Every command was answered before: nothing is lost with the device's handle.
            return;
        }
    }
}
