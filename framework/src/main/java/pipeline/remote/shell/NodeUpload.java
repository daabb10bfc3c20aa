package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.TransportException;

/**
 * Brings one file to a host over one channel: asks whether the content is there, sends it if not, and lets it appear
 * under its name only when it is whole.
 */
public final class NodeUpload implements ShellChannel.Listener, FrameScanner.Receiver {

    /** Reads one line and runs it, so that what follows the line on standard input is left for the line to read. */
    private static final String COMMAND = "exec sh -c 'IFS= read -r line; eval \"$line\"'";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HAVE = "have";
    private static final String WANT = "want";
    private static final int COMPLAINT_LIMIT = 2000;

    private final String host;
    private final NodeFile file;
    private final String token;
    private final FrameScanner stdout;
    private final StringBuilder complaint = new StringBuilder();
    private final CompletableFuture<String> path = new CompletableFuture<>();
    private final CompletableFuture<ShellChannel> channel;

    private NodeUpload(ShellOpener opener, NodeFile file) {
        this.host = opener.name();
        this.file = file;
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
        this.stdout = new FrameScanner(token, 64 << 10, this);
        this.channel = opener.open(COMMAND, this);
    }

    /** Brings a file to a host; see {@link RemoteHost#put}. */
    public static CompletableFuture<String> start(ShellOpener opener, NodeFile file, String nodeDirectory) {
        NodeUpload upload = new NodeUpload(opener, file);
        upload.channel.whenComplete((open, failure) -> {
            if (failure != null) {
                upload.path.completeExceptionally(failure);
            } else {
                open.write((upload.script(nodeDirectory) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        return upload.path;
    }

    private String script(String nodeDirectory) {
        String directory = "\"$d\"/lib/" + file.sha256();
        return "umask 077; d=" + directoryExpression(nodeDirectory) + "; "
                + "fail() { printf '%s\\n' \"$1\" >&2; exit 73; }; "
                + "mkdir -p -- \"$d\" 2>/dev/null; "
                + "[ -d \"$d\" ] || fail \"the node directory $d cannot be made\"; "
                + "[ ! -L \"$d\" ] && [ -O \"$d\" ] || fail \"the node directory $d is a link or belongs to somebody else\"; "
                + "chmod 700 \"$d\" && cd -- \"$d\" && d=$(pwd -P) || fail \"the node directory $d cannot be used\"; "
                + "t=" + directory + "; f=\"$t\"/" + file.name() + "; "
                + "say() { printf '" + escaped(new Frame("%s", "%s").toText(token)) + "' \"$1\" \"$2\"; }; "
                + "if [ -f \"$f\" ]; then say " + HAVE + " \"$f\"; exit 0; fi; "
                + "mkdir -p -- \"$t\" || fail \"$t cannot be made\"; "
                + "n=\"$t\"/.new.$$; trap 'rm -f \"$n\"' EXIT; trap 'exit 1' HUP INT TERM; say " + WANT + " \"$f\"; "
                + "cat > \"$n\"; [ \"$(wc -c < \"$n\")\" -eq " + file.content().length + " ] "
                + "|| fail \"$f did not arrive whole; is the disk full?\"; "
                + "chmod 500 \"$n\" && mv -f \"$n\" \"$f\" || fail \"$f cannot be put into place\"; "
                + "say " + HAVE + " \"$f\"";
    }

    private static String escaped(String frame) {
        return frame.replace(String.valueOf(Frame.SEPARATOR), "\\036");
    }

    private static String directoryExpression(String nodeDirectory) {
        if (nodeDirectory.isEmpty()) {
            return "/var/tmp/pipeline-$(id -u)";
        }
        if (nodeDirectory.equals("~")) {
            return "\"$HOME\"";
        }
        return nodeDirectory.startsWith("~/") ? "\"$HOME\"/" + quote(nodeDirectory.substring(2)) : quote(nodeDirectory);
    }

    private static String quote(String word) {
        if (word.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("node_directory must be one line");
        }
        return "'" + word.replace("'", "'\\''") + "'";
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
        path.completeExceptionally(
                said.isEmpty()
                        ? how
                        : new TransportException(
                                TransportException.Cause.NODE_FILES,
                                host,
                                "cannot bring " + file.name() + ": " + said
                                        + " (node_directory in [remote] says where files go)"));
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        // What start-up files of the login shell print.
    }

    @Override
    public void frame(Frame frame) {
        @Nullable ShellChannel open = channel.getNow(null);
        switch (frame.word()) {
            case WANT -> {
                if (open != null) {
                    open.write(file.content());
                    open.endOfInput();
                }
            }
            case HAVE -> {
                path.complete(frame.body());
                if (open != null) {
                    open.endOfInput();
                }
            }
            default -> throw new IllegalStateException("unknown message " + frame);
        }
    }

    @Override
    public void oversized(int limit) {
        path.completeExceptionally(new IllegalStateException("the path on " + host + " is longer than " + limit));
    }
}
