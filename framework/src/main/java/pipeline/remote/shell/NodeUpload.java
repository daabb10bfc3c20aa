package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;
import pipeline.time.Scheduler;

/**
 * Brings one file to a host over one channel: asks whether the content is there and sends it if not. The file gets its name
 * only when it is complete.
 */
final class NodeUpload implements ShellChannel.Listener, FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(NodeUpload.class, "upload.sh");

    private static final String HAVE = "have";
    private static final String WANT = "want";
    private static final String FAIL = "fail";
    private static final int COMPLAINT_LIMIT = 2000;

    private final String host;
    private final Scheduler scheduler;
    private final NodeFile file;
    private final String token;
    private final FrameScanner stdout;
    private final StringBuilder complaint = new StringBuilder();
    private final CompletableFuture<String> path = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile @Nullable ShellChannel channel;

    private NodeUpload(ShellOpener host, NodeFile file) {
        this.host = host.name();
        this.scheduler = host.scheduler();
        this.file = file;
        this.token = RandomToken.next();
        this.stdout = new FrameScanner(token, 64 << 10, this);
    }

    /**
     * Brings a file to a host; see {@link RemoteHost#put}.
     *
     * @param limit how long the login may take until the shell answers, once the host is connected
     */
    static CompletableFuture<String> start(ShellOpener opener, NodeFile file, String nodeDirectory, Duration limit) {
        NodeUpload upload = new NodeUpload(opener, file);
        String fault = NodeDirectory.fault(nodeDirectory);
        if (fault != null) {
            return CompletableFuture.failedFuture(upload.failure(fault));
        }
        byte[] script = upload.script(nodeDirectory).getBytes(StandardCharsets.UTF_8);
        opener.open(ShellStream.COMMAND, upload).whenComplete((open, failure) -> {
            if (failure != null) {
                upload.path.completeExceptionally(failure);
            } else {
                upload.opened(open, script, limit);
            }
        });
        return upload.path;
    }

    private void opened(ShellChannel open, byte[] script, Duration limit) {
        channel = open;
        scheduler.failOnTimeout(answered, limit).whenComplete((ok, late) -> {
            if (late != null) {
                path.completeExceptionally(LoginTimeout.of(host, limit));
                open.close();
            }
        });
        open.write(script);
    }

    private TransportException failure(String reason) {
        return new TransportException(
                TransportException.Cause.NODE_FILES,
                host,
                "cannot bring " + file.name() + ": " + reason + " (node_directory in [remote] says where files go)");
    }

    /** Returns the script as one line. */
    private String script(String nodeDirectory) {
        return SCRIPT.asLine(Map.of(
                "token", token,
                "pipeline_node_directory", NodeDirectory.plain(nodeDirectory),
                "name", file.name(),
                "sha256", file.sha256(),
                "length", String.valueOf(file.content().length)));
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        stdout.accept(bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        if (complaint.length() < COMPLAINT_LIMIT) {
            complaint.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void closed(TransportException how) {
        String said = complaint.toString().strip();
        boolean ended = how.cause() == TransportException.Cause.SHELL_ENDED;
        path.completeExceptionally(ended && !said.isEmpty() ? failure(said) : how);
        answered.complete(null);
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        // What start-up files of the login shell print.
    }

    @Override
    public void frame(Frame frame) {
        answered.complete(null);
        switch (frame.word()) {
            case WANT -> send(file.content());
            case HAVE -> {
                path.complete(frame.body());
                send(new byte[0]);
            }
            case FAIL -> {
                path.completeExceptionally(failure(frame.body()));
                send(new byte[0]);
            }
            default -> path.completeExceptionally(failure("unknown message " + frame));
        }
    }

    private void send(byte[] bytes) {
        ShellChannel open = channel;
        if (open != null) {
            if (bytes.length > 0) {
                open.write(bytes);
            }
            open.endOfInput();
        }
    }

    @Override
    public void oversized(int limit) {
        path.completeExceptionally(failure("its path is longer than " + limit));
    }
}
