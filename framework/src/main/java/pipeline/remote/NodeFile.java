package pipeline.remote;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A file for the nodes, kept there under its content's SHA-256. Immutable. */
public final class NodeFile {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final String name;
    private final String sha256;
    private final byte[] content;

    private NodeFile(String name, String sha256, byte[] content) {
        this.name = name;
        this.sha256 = sha256;
        this.content = content;
    }

    /**
     * Makes a file for the nodes.
     *
     * @param name its name on the node: letters, digits, underscores, dots and dashes, the last two not at the beginning
     * @param content never changed afterwards
     */
    public static NodeFile of(String name, byte[] content) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a node file's name must be plain, but was " + name);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new NodeFile(name, HexFormat.of().formatHex(digest), content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public String name() {
        return name;
    }

    /** Returns the content's SHA-256 in lower-case hex. */
    public String sha256() {
        return sha256;
    }

    /** Returns the content; not to be changed. */
    public byte[] content() {
        return content;
    }
}
