package pipeline.tester;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A JVM in a directory of a node that runs Java node programs one after the other. Used by one thread; another one may kill it. */
final class WarmJvm implements AutoCloseable {

    private final Process process;
    private final DataOutputStream orders;
    private final DataInputStream codes;

    private WarmJvm(Process process) {
        this.process = process;
        this.orders = new DataOutputStream(process.getOutputStream());
        this.codes = new DataInputStream(process.getInputStream());
    }

    static WarmJvm start(Path directory, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-cp",
                        ownClasses(),
                        WarmJvmMain.class.getName()))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new WarmJvm(builder.start());
    }

    private static String ownClasses() {
        try {
            return Path.of(WarmJvmMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs the program of a call.
     *
     * @return its exit code, also if it ended the JVM
     */
    int run(AskedJob call) throws IOException, InterruptedException {
        try {
            orders.writeBoolean(true);
            orders.writeUTF(call.files().toString());
            orders.writeUTF(call.classPath());
            Map<String, String> environment = call.environment();
            orders.writeInt(environment.size());
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                orders.writeUTF(variable.getKey());
                orders.writeUTF(variable.getValue());
            }
            orders.flush();
            return codes.readInt();
        } catch (EOFException e) {
            return process.waitFor();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it, with the program that it runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
