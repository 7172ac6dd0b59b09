package dev.holdfast.place.database;

import dev.holdfast.place.Place;
import dev.holdfast.place.Places;
import dev.holdfast.place.PrivateAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Places by a file that may change, vanish or come at any time. Looks at it at most every two seconds, when somebody asks,
 * and never makes them wait: a new database is read aside, and takes the old one's place whole or not at all.
 */
public final class WatchedDatabase implements Places {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Path file;
    private final Clock clock;
    private final Executor aside;
    private final Consumer<DatabaseNews> news;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Instant nextLook;
    private volatile @Nullable PlaceDatabase current;

    // Touched only by who holds `looking`.
    private @Nullable FileState judged;
    private @Nullable FileState unsettled;
    private @Nullable DatabaseNews last;

    private WatchedDatabase(Path file, Clock clock, Executor aside, Consumer<DatabaseNews> news) {
        this.file = file;
        this.clock = clock;
        this.aside = aside;
        this.news = news;
        this.nextLook = clock.instant().plus(BETWEEN_LOOKS);
    }

    /**
     * Reads the file, if there is one, and watches it from then on.
     *
     * @param aside runs a look at the file; what it refuses is tried again later
     * @param news is told what became of the database, once for each change
     */
    public static WatchedDatabase open(Path file, Clock clock, Executor aside, Consumer<DatabaseNews> news) {
        WatchedDatabase database = new WatchedDatabase(file, clock, aside, news);
        database.look(true);
        return database;
    }

    @Override
    public Place of(InetAddress address) {
        if (PrivateAddresses.contain(address)) {
            return Place.PRIVATE_NETWORK;
        }
        lookIfDue();
        PlaceDatabase database = current;
        return database == null ? Place.UNKNOWN : database.of(address);
    }

    private void lookIfDue() {
        if (clock.instant().isBefore(nextLook) || !looking.compareAndSet(false, true)) {
            return;
        }
        nextLook = clock.instant().plus(BETWEEN_LOOKS);
        try {
            aside.execute(() -> {
                try {
                    look(false);
                } finally {
                    looking.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            // The server ends, or the last look still waits for its disk.
            looking.set(false);
        }
    }

    private void look(boolean first) {
        boolean former = current != null;
        try {
            Optional<FileState> found = FileState.of(file);
            if (found.isEmpty()) {
                forget();
                tell(new DatabaseNews.Missing(former));
            } else if (!found.get().equals(judged) && (first || isSettled(found.get()))) {
                load(found.get(), former);
            }
        } catch (IOException e) {
            forget();
            tell(new DatabaseNews.Unreadable(e.toString(), former));
        }
    }

    /** Once it can be read again it is judged anew and told, also if it is the file that was there before. */
    private void forget() {
        judged = null;
        unsettled = null;
    }

    /** What is still being written is left alone: until it is two seconds old, or was the same at the look before. */
    private boolean isSettled(FileState state) {
        boolean settled = state.equals(unsettled)
                || !state.modified().isAfter(clock.instant().minus(BETWEEN_LOOKS));
        unsettled = state;
        return settled;
    }

    private void load(FileState state, boolean former) throws IOException {
        try {
            PlaceDatabase database = PlaceDatabase.read(file);
            if (FileState.of(file).filter(state::equals).isPresent()) {
                judged = state;
                current = database;
                tell(new DatabaseNews.Loaded(database.type(), database.builtAt()));
            }
        } catch (UnusableDatabaseException e) {
            judged = state;
            tell(new DatabaseNews.Unusable(String.valueOf(e.getMessage()), former));
        }
    }

    private void tell(DatabaseNews latest) {
        if (!latest.equals(last) || latest instanceof DatabaseNews.Loaded) {
            last = latest;
            news.accept(latest);
        }
    }
}
