package pipeline.testing.stores;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** A real PostgreSQL server. */
public final class PostgresServer implements StoreServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String USER = "pipeline";
    private static final String PASSWORD = "it's a \"secret\" %;&?";

    /** Only the owner comes in without a password. */
    private static final String WHO_MAY = "host all postgres all trust\nhost all all all scram-sha-256\n";

    static {
        // what unpacks the server writes with a pool of the JDK's that keeps its threads for a while
        System.setProperty("java.nio.channels.DefaultThreadPool.threadFactory", UnpackingThreads.class.getName());
    }

    private final AtomicInteger databases = new AtomicInteger();
    private final Path data;
    private final Path pidFile;
    private final ServerGuard guard;
    private final StorePlace owner;
    private EmbeddedPostgres process;
    private boolean isRunning = true;

    /** Installs and starts one. */
    public PostgresServer() throws IOException {
        Path directory = Files.createTempDirectory("postgres");
        this.data = directory.resolve("data");
        this.pidFile = data.resolve("postmaster.pid");
        this.guard = new ServerGuard(directory, pidFile);
        this.process =
                builder().setDataDirectoryCustomizer(PostgresServer::letIn).start();
        this.owner = new StorePlace("jdbc:postgresql://127.0.0.1:" + process.getPort() + "/postgres", "postgres", "");
        owner.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(START_LIMIT)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setServerConfig("timezone", "Asia/Kathmandu")
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("shared_buffers", "32MB")
                // each connection of the tests would derive its key from the password 4,096 times over
                .setServerConfig("scram_iterations", "1")
                .setServerConfig("max_connections", "200");
    }

    private static void letIn(File directory) {
        try {
            Files.writeString(directory.toPath().resolve("pg_hba.conf"), WHO_MAY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StorePlace create() {
        String name = "jobs_" + databases.incrementAndGet();
        owner.execute("CREATE DATABASE " + name + " OWNER " + USER);
        return new StorePlace("jdbc:postgresql://127.0.0.1:" + port() + "/" + name, USER, PASSWORD);
    }

    @Override
    public void empty(StorePlace place, List<String> tables) {
        place.execute("TRUNCATE " + String.join(", ", tables) + " RESTART IDENTITY");
    }

    @Override
    public void drop(StorePlace place) {
        owner.execute("DROP DATABASE " + database(place) + " WITH (FORCE)");
    }

    private static String database(StorePlace place) {
        return place.url().substring(place.url().lastIndexOf('/') + 1);
    }

    @Override
    public void killSessions(StorePlace place) {
        owner.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '" + place.user() + "'");
    }

    @Override
    public void allowOneConnection(boolean isOnlyOne) {
        owner.execute("ALTER ROLE " + USER + " CONNECTION LIMIT " + (isOnlyOne ? 1 : -1));
    }

    @Override
    public void refuseChanges(StorePlace place, boolean isRefused) {
        owner.execute("ALTER DATABASE " + database(place) + " SET default_transaction_read_only = " + isRefused);
    }

    @Override
    public StorePlace owner() {
        return owner;
    }

    @Override
    public int port() {
        return process.getPort();
    }

    @Override
    public void stop() throws IOException {
        process.close();
        isRunning = false;
    }

    @Override
    public void crash() throws IOException {
        String pid = Files.readAllLines(pidFile).get(0);
        ProgramRun.of(RequiredProgram.SH, "-c", "kill -QUIT " + pid).orFail("the end of PostgreSQL");
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(it -> it.onExit().join());
        isRunning = false;
        // its keeper holds this lock until it has stopped the server, and would complain that it cannot
        Files.delete(data.resolve("epg-lock"));
    }

    @Override
    public void start() throws IOException {
        process = builder().setPort(port()).start();
        isRunning = true;
    }

    @Override
    public void close() throws IOException {
        if (isRunning) {
            stop();
        }
        guard.close();
    }
}
