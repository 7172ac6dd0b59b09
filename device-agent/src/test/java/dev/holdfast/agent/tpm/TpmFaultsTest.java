package dev.holdfast.agent.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyLockedOutException;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.key.WrongPinException;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TPMs that are absent, broken, busy, locked or killed. */
@Timeout(120)
class TpmFaultsTest {
    private static final KeyName NAME = new KeyName("duk-1");
    private static final byte[] INPUT = {1, 2, 3};
    private static final Pin RIGHT = Pin.of("right".toCharArray());
    private static final Pin WRONG = Pin.of("wrong".toCharArray());

    private static TpmTestBed bed;

    @TempDir
    Path temp;

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void openBed() {
        bed = TpmTestBed.open();
    }

    @AfterAll
    static void closeBed() {
        if (bed != null) {
            bed.close();
        }
    }

    /** A view whose pauses are counted and not waited for. */
    private Tpm tpm(TpmAddress address) {
        return new Tpm(address, new Platform(Clock.systemUTC(), new SecureRandom(), System::nanoTime, pauses::add));
    }

    private TpmKeyStore store(Tpm tpm) throws IOException {
        return new TpmKeyStore(PrivateFolder.open(temp.resolve("keys")), tpm, TpmTestBed.REALM);
    }

    private static byte[] frame(int tag, int size, int code, byte... rest) {
        return ByteBuffer.allocate(10 + rest.length)
                .putShort((short) tag)
                .putInt(size)
                .putInt(code)
                .put(rest)
                .array();
    }

    private static Arguments frame(String name, byte[] frame) {
        return Arguments.of(name, frame);
    }

    static Stream<Arguments> badFrames() {
        byte[] long4k = new byte[4096];
        ByteBuffer.wrap(long4k).putShort((short) 0x8002).putInt(4096).putInt(0).putInt(0x7FFFFFFF);
        return Stream.of(
                frame("no answer", null),
                frame("nothing", new byte[0]),
                frame("half a header", new byte[] {(byte) 0x80, 1, 0, 0}),
                frame("size 0", frame(0x8001, 0, 0)),
                frame("size 9", frame(0x8001, 9, 0)),
                frame("a byte over the limit", frame(0x8001, 4097, 0)),
                frame("size 0xFFFFFFFF", frame(0x8001, 0xFFFFFFFF, 0)),
                frame("size 0x7FFFFFFF", frame(0x8001, 0x7FFFFFFF, 0)),
                frame("a size that promises more", frame(0x8001, 100, 0, (byte) 1)),
                frame("tag 0", frame(0, 10, 0)),
                frame("the tag of a command for TPM 1.2", frame(0x00C1, 10, 0)),
                frame("a TPM 1.2", frame(0x00C4, 10, 0x1E)),
                frame("success with nothing in it", frame(0x8001, 10, 0)),
                frame("success with the wrong kind of tag", frame(0x8002, 14, 0, new byte[4])),
                frame("parameters longer than the frame", long4k),
                frame("negative parameter size", frame(0x8002, 18, 0, new byte[] {-1, -1, -1, -1, 0, 0, 0, 0})),
                frame("a count that promises more", frame(0x8001, 19, 0, new byte[] {0, 0, 0, 0, 6, -1, -1, -1, -1})),
                frame("another capability", frame(0x8001, 19, 0, new byte[] {0, 0, 0, 0, 7, 0, 0, 0, 0})),
                frame("bytes after the end", frame(0x8001, 20, 0, new byte[] {0, 0, 0, 0, 6, 0, 0, 0, 0, 0})),
                frame("an unknown error", frame(0x8001, 10, 0x12345678)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    @DisplayName("An answer that is too long, too short or of another kind is a clean error, and leaves no key behind")
    void frames(String name, byte[] frame) throws Exception {
        try (TpmProxy proxy = TpmProxy.of((number, command) -> frame)) {
            Tpm broken = tpm(proxy.address());
            assertThatThrownBy(broken::health).isInstanceOf(TpmException.class);
            assertThatThrownBy(broken::requireUsable).isInstanceOf(TpmException.class);
            TpmKeyStore store = store(broken);
            assertThatThrownBy(() -> store.create(NAME)).isInstanceOf(TpmException.class);
            assertThatThrownBy(() -> store.attester().orElseThrow().endorsement())
                    .isInstanceOf(TpmException.class);
            assertThat(store.names()).isEmpty();
        }
    }

    @Test
    @DisplayName("Any one byte changed in any answer of a real TPM gives a result or a clean error, two hundred times")
    void changedBytes() throws Exception {
        Random random = new Random(42);
        TpmAddress real = TpmAddress.parse(bed.tpm().tcti());
        int errors = 0;
        for (int round = 0; round < 200; round++) {
            int victim = random.nextInt(8);
            int position = random.nextInt(500);
            byte mask = (byte) (1 << random.nextInt(8));
            boolean cut = random.nextInt(4) == 0;
            try (TpmTransport through = real.open();
                    TpmProxy proxy = TpmProxy.of((number, command) -> {
                        byte[] answer = TpmProxy.pass(through, command);
                        if (number == victim && !cut) {
                            answer[position % answer.length] ^= mask;
                        }
                        return number == victim && cut
                                ? java.util.Arrays.copyOf(answer, position % answer.length)
                                : answer;
                    })) {
                TpmKeyStore store = store(tpm(proxy.address()));
                KeyName name = new KeyName("duk-" + round);
                try {
                    store.create(name).sign(INPUT);
                    store.attester().orElseThrow().endorsement();
                } catch (TpmException | KeyUnusableException e) {
                    errors++;
                    assertThat(e.getMessage()).isNotBlank();
                }
                store.destroy(name);
            }
        }
        assertThat(errors).as("the changes are felt").isGreaterThan(20);
    }

    @ParameterizedTest(name = "0x{0}")
    @MethodSource("passingCodes")
    @DisplayName("A TPM that is not ready yet (0x922 after its start, a self-test) is asked again, with growing pauses")
    void retries(String name, int code) throws Exception {
        TpmAddress real = TpmAddress.parse(bed.tpm().tcti());
        try (TpmTransport through = real.open();
                TpmProxy proxy = TpmProxy.of(
                        (number, command) -> number < 3 ? TpmProxy.code(code) : TpmProxy.pass(through, command))) {
            DeviceKey key = store(tpm(proxy.address())).create(NAME);
            assertThat(key.sign(INPUT)).hasSize(64);
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20));
    }

    static Stream<Arguments> passingCodes() {
        return Stream.of(
                Arguments.of("922", 0x922),
                Arguments.of("90A", 0x90A),
                Arguments.of("908", 0x908),
                Arguments.of("920", 0x920));
    }

    @Test
    @DisplayName("A TPM that is never ready is given up after a dozen times and some ten seconds")
    void retriesEnd() throws Exception {
        try (TpmProxy proxy = TpmProxy.of((number, command) -> TpmProxy.code(0x922))) {
            assertThatThrownBy(() -> tpm(proxy.address()).requireUsable())
                    .isInstanceOf(TpmException.Refused.class)
                    .hasMessageContaining("0x922");
            assertThat(proxy.commands()).isEqualTo(12);
        }
        assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isBetween(5_000L, 15_000L);
    }

    @Test
    @DisplayName("Slots that another program left full are freed, where no resource manager does it")
    void leftovers() throws Exception {
        bed.tpm().tool("tpm2_flushcontext", "-t");
        for (int i = 0; i < 3; i++) {
            bed.tpm()
                    .tool(
                            "tpm2_createprimary",
                            "-C",
                            "o",
                            "-c",
                            temp.resolve("context" + i).toString());
        }
        assertThat(store(bed.agentsView()).create(NAME).sign(INPUT)).hasSize(64);
    }

    @Test
    @DisplayName("Wrong PINs are counted by the TPM: at its limit it refuses the right one as well, a key without PIN"
            + " goes on, and after a reset by the administrator the right PIN works again")
    void lockOut() throws Exception {
        TpmKeyStore store = store(bed.agentsView());
        DeviceKey duk = store.create(NAME);
        UnlockableKey duv = store.create(new KeyName("duv-1"), RIGHT);
        try {
            long limit = bed.agentsView().health().maxWrongPins();
            assertThat(limit).isEqualTo(3);
            for (int i = 0; i < limit; i++) {
                assertThat(bed.agentsView().health().wrongPins()).isEqualTo(i);
                assertThatThrownBy(() -> duv.unlockedBy(WRONG).sign(INPUT)).isInstanceOf(WrongPinException.class);
            }
            assertThatThrownBy(() -> duv.unlockedBy(RIGHT).sign(INPUT))
                    .isInstanceOf(KeyLockedOutException.class)
                    .hasCauseInstanceOf(TpmException.LockedOut.class)
                    .hasMessageContaining("tpm2_dictionarylockout");
            assertThatThrownBy(() -> duv.unlockedBy(RIGHT).certify(new byte[32]))
                    .isInstanceOf(KeyLockedOutException.class);
            assertThat(bed.agentsView().health().isLockedOut()).isTrue();

            assertThat(duk.sign(INPUT)).hasSize(64);
            assertThat(store.create(new KeyName("duk-2")).sign(INPUT)).hasSize(64);
        } finally {
            bed.tpm().tool("tpm2_dictionarylockout", "-c");
        }
        TpmHealth health = bed.agentsView().health();
        assertThat(health.isLockedOut()).isFalse();
        assertThat(health.wrongPins()).isZero();
        assertThat(duv.unlockedBy(RIGHT).sign(INPUT)).hasSize(64);
    }

    @Test
    @DisplayName("A TPM killed in the middle of a command: a clear error, no key file, and the keys of before are there"
            + " when it runs again")
    void killed() throws Exception {
        TpmKeyStore store = store(bed.agentsView());
        DeviceKey before = store.create(NAME);
        bed.tpm().freeze();
        CompletableFuture<Object> creating = CompletableFuture.supplyAsync(() -> {
            try {
                return store.create(new KeyName("duk-2"));
            } catch (IOException e) {
                return e;
            }
        });
        bed.tpm().kill();
        try {
            assertThat(creating.get(30, TimeUnit.SECONDS)).isInstanceOf(TpmException.Unreachable.class);
            assertThatThrownBy(() -> before.sign(INPUT))
                    .isInstanceOf(KeyUnusableException.class)
                    .hasMessageContaining("does not answer");
            assertThat(store.names()).containsExactly(NAME);
        } finally {
            bed.tpm().restart();
        }
        assertThat(before.sign(INPUT)).hasSize(64);
    }

    @Test
    @DisplayName("Threads and views at once: everybody gets a right signature, and no slot leaks")
    void atOnce() throws Exception {
        Tpm shared = bed.agentsView();
        TpmKeyStore store = store(shared);
        DeviceKey key = store.create(NAME);
        DeviceKey sameElsewhere = store(bed.agentsView()).find(NAME).orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<byte[]>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                DeviceKey used = i % 2 == 0 ? key : sameElsewhere;
                tasks.add(() -> used.sign(INPUT));
            }
            for (Future<byte[]> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
                verifier.initVerify(key.publicJwk().toP256());
                verifier.update(INPUT);
                assertThat(verifier.verify(done.get())).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(bed.tpm().tool("tpm2_getcap", "handles-transient")).isBlank();
        assertThat(bed.tpm().tool("tpm2_getcap", "handles-loaded-session")).isBlank();
    }

    static Stream<Arguments> devices() {
        return Stream.of(
                Arguments.of("/dev/tpm-that-is-not-there", "There is no TPM at"),
                Arguments.of("/dev", "is no TPM device"),
                Arguments.of("/etc/hostname", "is no TPM device"),
                Arguments.of("/dev/null", "it ends too early"),
                Arguments.of("/dev/zero", "an unknown tag"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    @DisplayName("A device that is absent, a file, or no TPM is named as such, with what to do")
    void device(String path, String message) {
        assertThatThrownBy(() -> tpm(TpmAddress.parse("device:" + path)).health())
                .isInstanceOf(TpmException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("A file named as a TPM by mistake is not written to")
    void fileStays() throws Exception {
        Path file = Files.writeString(temp.resolve("precious"), "precious");
        assertThatThrownBy(() -> tpm(TpmAddress.parse("device:" + file)).health())
                .isInstanceOf(TpmException.class);
        assertThat(file).hasContent("precious");
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("addresses")
    @DisplayName("A TPM is named as tpm2-tools name it, on this machine only")
    void address(String text, String canonical) {
        if (canonical.isEmpty()) {
            assertThatThrownBy(() -> TpmAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(TpmAddress.parse(text).text()).isEqualTo(canonical);
            assertThat(TpmAddress.parse(canonical)).isEqualTo(TpmAddress.parse(text));
        }
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("device", "device:/dev/tpmrm0"),
                Arguments.of("device:/dev/tpm0", "device:/dev/tpm0"),
                Arguments.of("swtpm", "swtpm:host=127.0.0.1,port=2321"),
                Arguments.of("swtpm:host=localhost,port=99", "swtpm:host=localhost,port=99"),
                Arguments.of("swtpm:host=::1,port=99", "swtpm:host=::1,port=99"),
                Arguments.of("device:tpm0", ""),
                Arguments.of("device:", ""),
                Arguments.of("swtpm:host=tpm.example.com,port=2321", ""),
                Arguments.of("swtpm:host=127.0.0.1.example.com,port=2321", ""),
                Arguments.of("swtpm:host=0.0.0.0,port=2321", ""),
                Arguments.of("swtpm:host=127.0.0.1,port=0", ""),
                Arguments.of("swtpm:host=127.0.0.1,port=65536", ""),
                Arguments.of("swtpm:port=2321", ""),
                Arguments.of("mssim:host=localhost,port=2321", ""),
                Arguments.of("", ""));
    }
}
