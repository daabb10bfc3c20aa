package pipeline.testing.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import pipeline.testing.LoopbackPort;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** A real MariaDB server, from the system's package. */
public final class MariaDbServer implements StoreServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String USER = "pipeline";
    private static final String PASSWORD = "it's a \"secret\" %;&?";

    private final AtomicInteger databases = new AtomicInteger();
    private final Path directory;
    private final Path pidFile;
    private final int port;
    private final ServerGuard guard;
    private final StorePlace owner;
    private Process process;

    /** Installs and starts one. */
    public MariaDbServer() throws IOException {
        RequiredProgram.MARIADBD.path();
        this.directory = Files.createTempDirectory("mariadb");
        this.pidFile = directory.resolve("pid");
        this.port = LoopbackPort.freeOn(List.of("127.0.0.1"));
        this.guard = new ServerGuard(directory, pidFile);
        this.owner = new StorePlace("jdbc:mariadb://127.0.0.1:" + port + "/mysql", "root", "");
        ProgramRun.of(
                        RequiredProgram.MARIADB_INSTALL_DB,
                        "--no-defaults",
                        "--datadir=" + data(),
                        "--tmpdir=" + directory,
                        "--innodb-log-file-size=16M",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db")
                .orFail("the installation of MariaDB");
        this.process = launch();
        owner.execute("CREATE USER " + USER + "@'127.0.0.1' IDENTIFIED BY '" + PASSWORD.replace("'", "''") + "'");
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Starts the process and returns when it lets the owner in. */
    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                RequiredProgram.MARIADBD.path().toString(),
                "--no-defaults",
                "--datadir=" + data(),
                // servers that start at the same time would take each other's temporary files for their own
                "--tmpdir=" + directory,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + pidFile,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--default-time-zone=+05:45",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M",
                "--innodb-flush-log-at-trx-commit=2",
                "--max-connections=200"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile());
        builder.environment().put(ServerGuard.MARKER, "mariadb");
        Process started = builder.start();
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(START_LIMIT)
                    .until(() -> !started.isAlive() || letsIn());
        } catch (ConditionTimeoutException e) {
            started.destroyForcibly().onExit().join();
            throw new IOException("MariaDB does not let anyone in; its log says:\n" + Files.readString(log), e);
        }
        if (!started.isAlive()) {
            throw new IOException("MariaDB ended while it started; its log says:\n" + Files.readString(log));
        }
        return started;
    }

    private boolean letsIn() {
        try (Connection connection = owner.connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public StorePlace create() {
        String name = "jobs_" + databases.incrementAndGet();
        owner.execute("CREATE DATABASE " + name, "GRANT ALL ON " + name + ".* TO " + USER + "@'127.0.0.1'");
        return new StorePlace("jdbc:mariadb://127.0.0.1:" + port + "/" + name, USER, PASSWORD);
    }

    @Override
    public void empty(StorePlace place, List<String> tables) {
        List<String> statements = new ArrayList<>(List.of("SET FOREIGN_KEY_CHECKS = 0"));
        for (String table : tables) {
            // TRUNCATE would make each table anew
            statements.add("DELETE FROM " + table);
            statements.add("ALTER TABLE " + table + " AUTO_INCREMENT = 1");
        }
        place.execute(statements.toArray(String[]::new));
    }

    @Override
    public void drop(StorePlace place) {
        owner.execute("DROP DATABASE " + place.url().substring(place.url().lastIndexOf('/') + 1));
    }

    @Override
    public void killSessions(StorePlace place) {
        owner.execute("KILL USER " + place.user());
    }

    @Override
    public void allowOneConnection(boolean isOnlyOne) {
        owner.execute("ALTER USER " + USER + "@'127.0.0.1' WITH MAX_USER_CONNECTIONS " + (isOnlyOne ? 1 : 0));
    }

    @Override
    public void refuseChanges(StorePlace place, boolean isRefused) {
        owner.execute("SET GLOBAL read_only = " + isRefused);
    }

    @Override
    public StorePlace owner() {
        return owner;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void crash() throws IOException {
        process.destroyForcibly().onExit().join();
        // its number may belong to another process soon
        Files.deleteIfExists(pidFile);
    }

    @Override
    public void start() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(pidFile);
        guard.close();
    }
}
